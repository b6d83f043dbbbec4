/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.replica.apply;

import io.kedge.model.Result;
import io.kedge.replica.txn.Budget;

/** One command being applied. */
interface ApplyRun {

    /** Goes on until done (true) or the budget is spent. */
    boolean step(Budget budget);

    /** After the last step. */
    Result result();

    /** A command that is done as soon as it is begun. */
    record Finished(Result result) implements ApplyRun {

        @Override
        public boolean step(Budget budget) {
            return true;
        }
    }
}
