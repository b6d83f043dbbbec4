/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.server.loop;

import io.kedge.api.Reply;
import io.kedge.model.Alarm;
import io.kedge.model.AlarmChange;
import io.kedge.model.Caller;
import io.kedge.model.Command;
import io.kedge.model.KedgeException;
import io.kedge.model.Operation;
import io.kedge.model.Result;
import io.kedge.model.StatusCode;
import io.kedge.model.format.CommandCodec;
import io.kedge.replica.apply.Growth;
import io.kedge.server.LoopInbox;
import io.kedge.server.LoopInbox.LoopProposal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Sends writes through the log and brings their outcome back to this loop; one for each loop. */
final class LoopProposer {

    private final LoopEnvironment environment;
    private final LoopInbox inbox;
    private final long quotaBytes;
    private boolean raisingAlarm;

    LoopProposer(LoopEnvironment environment, LoopInbox inbox) {
        this.environment = environment;
        this.inbox = inbox;
        this.quotaBytes = environment.config().effectiveQuotaBytes();
    }

    /** Proposes {@code operation}; the reply gets its result, which is of the type the operation always has. */
    <T extends Result> void propose(Caller caller, Operation operation, Class<T> type, Reply<T> reply) {
        if (environment.shared().isStopping()) {
            reply.fail(StatusCode.STOPPED);
            return;
        }
        Command command = Command.of(caller, operation);
        byte[] data = CommandCodec.encode(command);
        if (data.length > environment.config().maxRequestBytes()) {
            reply.fail(StatusCode.REQUEST_TOO_LARGE);
            return;
        }
        if (exceedsQuota(operation)) {
            raiseNoSpace();
            reply.fail(StatusCode.NO_SPACE);
            return;
        }
        environment.replica().propose(new Pending<>(inbox, command, data, type, reply));
    }

    private boolean exceedsQuota(Operation operation) {
        if (quotaBytes == Long.MAX_VALUE) {
            return false;
        }
        long growth = Growth.bytes(operation);
        return growth > 0 && environment.shared().dbBytes() + growth >= quotaBytes;
    }

    private void raiseNoSpace() {
        if (raisingAlarm) {
            return;
        }
        raisingAlarm = true;
        AlarmChange raise = new AlarmChange(true, environment.shared().memberId(), Alarm.NO_SPACE);
        propose(Caller.NODE, raise, Result.class, new Reply<>() {
            @Override
            public void succeed(Result result) {
                raisingAlarm = false;
            }

            @Override
            public void fail(KedgeException reason) {
                raisingAlarm = false;
            }
        });
    }

    private static final class Pending<T extends Result> extends LoopProposal {

        private final Class<T> type;
        private final Reply<T> reply;

        Pending(LoopInbox inbox, Command command, byte[] data, Class<T> type, Reply<T> reply) {
            super(inbox, command, data);
            this.type = type;
            this.reply = reply;
        }

        @Override
        public void answered() {
            @Nullable StatusCode failure = failure();
            if (failure != null) {
                reply.fail(failure);
            } else {
                reply.succeed(type.cast(Objects.requireNonNull(result())));
            }
        }
    }
}
