/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.grpc.server;

import io.kedge.spi.ProtocolProvider;
import io.kedge.spi.ProtocolVerticle;

/** Makes etcd's gRPC interface known to the node under the name grpc. */
public final class GrpcProtocolProvider implements ProtocolProvider {

    @Override
    public String name() {
        return "grpc";
    }

    @Override
    public ProtocolVerticle create() {
        return new GrpcProtocolVerticle();
    }
}
