/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.replica.mvcc;

import io.kedge.model.KeyValue;
import org.jspecify.annotations.Nullable;

/** Finds a record that the index names; null means: not without blocking. */
interface RecordLookup {

    @Nullable
    KeyValue get(long revision, int sub);
}
