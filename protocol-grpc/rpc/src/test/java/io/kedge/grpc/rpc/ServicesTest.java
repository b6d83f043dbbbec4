/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.grpc.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import io.kedge.api.Node;
import io.kedge.spi.ClientPort;
import io.kedge.spi.ProtocolContext;
import io.kedge.spi.ProtocolLimits;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The table of methods says of each what its .proto file says. */
final class ServicesTest {

    private Vertx vertx;
    private Services services;

    @BeforeEach
    void make() {
        vertx = Vertx.vertx();
        ProtocolLimits limits = new ProtocolLimits(1, 1, 1, 1);
        services = new Services(new Loop(
                new Context(vertx, new FakeNode(), (matches, handler) -> {}, new SimpleMeterRegistry(), limits)));
    }

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void everyMethodIsAsItWasDeclared() {
        assertThat(services.methods()).hasSizeGreaterThan(30);
        for (RpcMethod method : services.methods()) {
            MethodDescriptor declared = declared(method);
            assertThat(declared.getInputType()).as(method.name()).isEqualTo(method.request().getDescriptorForType());
            assertThat(declared.getOutputType()).as(method.name()).isEqualTo(method.reply().getDescriptorForType());
            CallType type = declared.isClientStreaming()
                    ? CallType.BIDI_STREAM
                    : declared.isServerStreaming() ? CallType.SERVER_STREAM : CallType.UNARY;
            assertThat(method.type()).as(method.name()).isEqualTo(type);
        }
    }

    @Test
    void noMethodIsThereTwice() {
        assertThat(services.methods().stream().map(method -> method.service() + "/" + method.name()))
                .doesNotHaveDuplicates();
    }

    @Test
    void whatThereIsNotIsToldFromWhatNobodyKnows() {
        assertThat(services.unknown("etcdserverpb.Auth", "UserAdd"))
                .isEqualTo(new GrpcOutcome(
                        GrpcCode.UNIMPLEMENTED, "unknown method UserAdd for service etcdserverpb.Auth"));
        assertThat(services.unknown("x.Y", "Z"))
                .isEqualTo(new GrpcOutcome(GrpcCode.UNIMPLEMENTED, "unknown service x.Y"));
    }

    /** Found by the messages, for the older package of the reflection service has the same file. */
    private static MethodDescriptor declared(RpcMethod method) {
        List<ServiceDescriptor> inFile =
                method.request().getDescriptorForType().getFile().getServices();
        String simpleName = method.service().substring(method.service().lastIndexOf('.') + 1);
        return inFile.stream()
                .filter(service -> service.getName().equals(simpleName))
                .findFirst()
                .orElseThrow()
                .findMethodByName(method.name());
    }

    private record Context(Vertx vertx, Node node, ClientPort clientPort, MeterRegistry meters, ProtocolLimits limits)
            implements ProtocolContext {}
}
