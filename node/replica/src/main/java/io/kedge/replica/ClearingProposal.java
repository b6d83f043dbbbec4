/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.replica;

import io.kedge.model.Command;
import io.kedge.model.StatusCode;
import java.util.function.Consumer;

/** The clearing of a lease's checkpoint, for which a renewal waits. */
final class ClearingProposal extends Proposal {

    private final LeaseCall call;
    private final Consumer<LeaseCall> done;

    ClearingProposal(Command command, byte[] data, LeaseCall call, Consumer<LeaseCall> done) {
        super(command, data);
        this.call = call;
        this.done = done;
    }

    @Override
    boolean isWaitedFor() {
        return false;
    }

    @Override
    void settled() {
        StatusCode reason = failure();
        if (reason != null) {
            call.fail(reason);
        }
        done.accept(call);
    }
}
