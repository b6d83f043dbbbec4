/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.grpc.rpc;

import io.kedge.grpc.proto.etcdserverpb.WatchRequest;
import io.kedge.grpc.proto.etcdserverpb.WatchResponse;

/** etcdserverpb.Watch. */
final class WatchService {

    static final String NAME = "etcdserverpb.Watch";

    private WatchService() {}

    static void register(ServiceBinder binder) {
        binder.register(
                CallType.BIDI_STREAM,
                "Watch",
                WatchRequest.getDefaultInstance(),
                WatchResponse.getDefaultInstance(),
                WatchCall::new);
    }
}
