/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.v2;

import org.jspecify.annotations.Nullable;

/** A reply or an event. {@code node} is null where the client wanted no values back. */
record V2Event(
        String action, @Nullable V2Node node, @Nullable V2Node previous) {

    boolean creates() {
        return action.equals("create") || action.equals("set") && previous == null;
    }

    V2Event withoutNodes() {
        return new V2Event(action, null, null);
    }
}
