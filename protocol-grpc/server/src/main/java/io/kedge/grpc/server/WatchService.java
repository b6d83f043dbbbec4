/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.grpc.server;

/** etcdserverpb.Watch. */
final class WatchService {

    static final String NAME = "etcdserverpb.Watch";

    private WatchService() {}

    static void register(ServiceBinder binder) {
        binder.stream(CallType.BIDI_STREAM, "Watch", WatchCall::new);
    }
}
