/* SPDX-License-Identifier: Apache-2.0 */
/**
 * etcd's services on the node's API, for whatever wire they are asked over: one class for each, which takes protobuf
 * and gives protobuf. A wire brings a {@link io.kedge.grpc.rpc.Transport} for each call; all on the event loop of the
 * connection.
 */
@NullMarked
package io.kedge.grpc.rpc;

import org.jspecify.annotations.NullMarked;
