/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.client;

/** What one operation gave, alone or inside a transaction. */
public sealed interface OpResult permits PutResult, RangeResult, DeleteResult {

    /** The store's revision after this operation. */
    long revision();
}
