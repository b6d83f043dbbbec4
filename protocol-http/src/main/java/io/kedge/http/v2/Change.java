/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.v2;

import io.kedge.model.Compare;
import io.kedge.model.TxnOp;
import io.kedge.model.TxnResult;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A write, built anew from whatever is known of its path until it comes through or is seen to be impossible. */
interface Change {

    /** Writes {@code ops} if all of {@code compares} hold. {@code done} is null where nothing came of it after all. */
    record Attempt(List<Compare> compares, List<TxnOp> ops, Done done) {}

    /** Makes the reply from the results of an attempt's operations. */
    interface Done {
        @Nullable
        V2Event reply(TxnResult result);
    }

    V2Path path();

    /** What to try before anything is known; null if that must be read first. */
    @Nullable
    PathState guess();

    /** Whether it gives its time to live to a directory, where {@code state} is found. */
    boolean isOfDirectory(PathState state);

    /**
     * Throws V2Exception if {@code state} makes it impossible.
     *
     * @param lease granted for this change, or 0 if it brings no time to live
     */
    Attempt attempt(PathState state, long lease);
}
