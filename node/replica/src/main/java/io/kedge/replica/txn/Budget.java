/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.replica.txn;

/** How many keys the current slice of applying may still touch; a slice ends, the entry goes on in the next one. */
public final class Budget {

    private int keys;

    public Budget(int keys) {
        this.keys = keys;
    }

    /** Takes one key's worth; false when the slice is over. */
    public boolean take() {
        return keys-- > 0;
    }

    public boolean isSpent() {
        return keys <= 0;
    }
}
