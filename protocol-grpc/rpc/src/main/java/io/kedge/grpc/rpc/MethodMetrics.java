/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.grpc.rpc;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;

/** One method's counters, resolved when the method is registered so that a call only adds. */
final class MethodMetrics {

    private final Counter started;
    private final Counter received;
    private final Counter sent;
    private final Counter receivedBytes;
    private final Counter sentBytes;
    private final Counter[] handled = new Counter[GrpcCode.values().length];

    MethodMetrics(MeterRegistry meters, CallType type, String service, String method) {
        Tags tags = Tags.of("grpc_type", type.label(), "grpc_service", service, "grpc_method", method);
        started = meters.counter("grpc_server_started", tags);
        received = meters.counter("grpc_server_msg_received", tags);
        sent = meters.counter("grpc_server_msg_sent", tags);
        receivedBytes = meters.counter("etcd_network_client_grpc_received_bytes");
        sentBytes = meters.counter("etcd_network_client_grpc_sent_bytes");
        for (GrpcCode status : GrpcCode.values()) {
            handled[status.ordinal()] = meters.counter("grpc_server_handled", tags.and("grpc_code", status.goName()));
        }
    }

    void started() {
        started.increment();
    }

    void received(int bytes) {
        received.increment();
        receivedBytes.increment(bytes);
    }

    void sent(int bytes) {
        sent.increment();
        sentBytes.increment(bytes);
    }

    void handled(GrpcCode status) {
        handled[status.ordinal()].increment();
    }
}
