/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes to the system space, such as a session's state; the last writer of a key wins. */
public record SystemUpdate(List<Write> writes) implements Operation {

    /** A null value deletes the key. */
    public record Write(Key key, byte @Nullable [] value) {}
}
