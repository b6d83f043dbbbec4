/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.replica.mvcc;

import io.kedge.model.Key;

/**
 * A key that exists, as the writer sees it; its numbers come from the index alone. Valid until the key is written
 * again.
 */
public final class Current {

    private final KeyHistory history;

    Current(KeyHistory history) {
        this.history = history;
    }

    KeyHistory history() {
        return history;
    }

    public Key key() {
        return history.key();
    }

    public long createRevision() {
        return history.createRevision();
    }

    public long modRevision() {
        return history.modRevision();
    }

    public long version() {
        return history.version();
    }

    public long lease() {
        return history.lease();
    }
}
