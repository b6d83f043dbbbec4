/* SPDX-License-Identifier: Apache-2.0 */
/** etcd's gRPC interface on the node's API: one class for each service, all on the event loop of the connection. */
@NullMarked
package io.kedge.grpc.server;

import org.jspecify.annotations.NullMarked;
