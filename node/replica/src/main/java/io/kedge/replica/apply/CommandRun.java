/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.replica.apply;

import io.kedge.model.Result;
import io.kedge.replica.txn.Budget;
import io.kedge.replica.txn.DeleteRun;
import io.kedge.replica.txn.TxnRun;

/** Adapters of the key-value runs. */
final class CommandRun {

    private CommandRun() {}

    record Delete(DeleteRun run) implements ApplyRun {

        @Override
        public boolean step(Budget budget) {
            return run.step(budget);
        }

        @Override
        public Result result() {
            return run.result();
        }
    }

    record Txn(TxnRun run) implements ApplyRun {

        @Override
        public boolean step(Budget budget) {
            return run.step(budget);
        }

        @Override
        public Result result() {
            return run.result();
        }
    }
}
