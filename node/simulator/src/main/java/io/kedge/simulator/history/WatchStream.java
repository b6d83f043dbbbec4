/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.history;

import java.util.List;

/**
 * One watch from its creation to its end; a watch resumed by its client is another one.
 *
 * @param createdRevision the store's revision in the reply to the creation, or 0 if none came
 */
public record WatchStream(WatchRequest request, long createdRevision, List<WatchResponse> responses) {

    public WatchStream {
        responses = List.copyOf(responses);
    }

    /** The first revision whose events belong to the watch, or 0 if that is not known. */
    public long firstRevision() {
        if (request.startRevision() > 0) {
            return request.startRevision();
        }
        return createdRevision > 0 ? createdRevision + 1 : 0;
    }
}
