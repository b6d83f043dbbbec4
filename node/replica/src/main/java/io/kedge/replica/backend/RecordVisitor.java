/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.replica.backend;

import io.kedge.model.KeyValue;
import io.kedge.model.Space;

/** Takes records in the order of (space, revision, sub). */
public interface RecordVisitor {

    /** {@code revision} equals {@code kv.modRevision()}; {@code sub} counts the changes of one revision from 0. */
    void record(Space space, int sub, KeyValue kv);

    /** Whether a scan may end here; asked before each record. */
    default boolean isFull() {
        return false;
    }
}
