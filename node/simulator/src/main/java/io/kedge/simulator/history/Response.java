/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.history;

import java.util.List;

/** What the store answered; a revision of 0 was not seen, or is not exact, and is not judged. */
public sealed interface Response {

    /** The store's revision in the reply's header. */
    long revision();

    record Range(long revision, List<Item> items) implements Response {
        public Range {
            items = List.copyOf(items);
        }
    }

    record Put(long revision) implements Response {}

    record Delete(long revision, long deleted) implements Response {}

    /** One response for each operation of the branch taken. */
    record Txn(long revision, boolean succeeded, List<Response> responses) implements Response {
        public Txn {
            responses = List.copyOf(responses);
        }
    }

    record Grant(long revision, long leaseId) implements Response {}

    record Revoke(long revision) implements Response {}

    record Compact(long revision) implements Response {}
}
