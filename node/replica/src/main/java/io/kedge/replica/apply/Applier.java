/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.replica.apply;

import io.kedge.model.Alarm;
import io.kedge.model.AlarmChange;
import io.kedge.model.AlarmResult;
import io.kedge.model.AlarmState;
import io.kedge.model.Command;
import io.kedge.model.CompactRequest;
import io.kedge.model.CompactResult;
import io.kedge.model.Composite;
import io.kedge.model.DeleteRangeRequest;
import io.kedge.model.Done;
import io.kedge.model.Event;
import io.kedge.model.KedgeException;
import io.kedge.model.LeaseCheckpoint;
import io.kedge.model.LeaseGrant;
import io.kedge.model.LeaseResult;
import io.kedge.model.LeaseRevoke;
import io.kedge.model.MemberAttributes;
import io.kedge.model.MemberChange;
import io.kedge.model.MembersResult;
import io.kedge.model.Operation;
import io.kedge.model.PutRequest;
import io.kedge.model.Result;
import io.kedge.model.SequentialPut;
import io.kedge.model.Space;
import io.kedge.model.StatusCode;
import io.kedge.model.SystemUpdate;
import io.kedge.model.TxnRequest;
import io.kedge.model.TxnResult;
import io.kedge.replica.lease.Lease;
import io.kedge.replica.lease.LeaseTable;
import io.kedge.replica.mvcc.Current;
import io.kedge.replica.mvcc.MvccStore;
import io.kedge.replica.system.SystemState;
import io.kedge.replica.txn.Budget;
import io.kedge.replica.txn.DeleteRun;
import io.kedge.replica.txn.TxnRun;
import io.kedge.replica.txn.Writes;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Applies one command at a time, in slices. Nothing here depends on anything but the command and the state, so that
 * every member comes to the same state. A command that fails has changed nothing: all checks come before the first
 * write. Replica thread.
 */
public final class Applier {

    private static final long LEASE_TTL_SECONDS_MAX = 9_000_000_000L;

    /** Leases hold users' keys only: a put of a message that names one is refused. */
    private static final LeaseTable NO_LEASES = new LeaseTable();

    private final MvccStore users;
    private final MvccStore messages;
    private final SystemState system;
    private final Writes userWrites;
    private final Writes messageWrites;

    private @Nullable ApplyRun running;
    private MvccStore target;
    private List<Event> events = List.of();

    public Applier(MvccStore users, MvccStore messages, SystemState system) {
        this.users = users;
        this.messages = messages;
        this.system = system;
        this.userWrites = new Writes(users, system.leases());
        this.messageWrites = new Writes(messages, NO_LEASES);
        this.target = users;
    }

    /** Begins a command. Throws KedgeException if it is refused; then it is over and nothing has changed. */
    public void begin(long index, Command command) {
        if (running != null) {
            throw new IllegalStateException("a command is being applied already");
        }
        events = List.of();
        target = mainSpace(command) == Space.MESSAGES ? messages : users;
        system.table().beginEntry(index);
        target.begin();
        try {
            running = start(command.space(), command.operation());
        } catch (KedgeException refused) {
            if (target.hasChanges()) {
                throw new IllegalStateException("a refused command has written", refused);
            }
            target.end();
            throw refused;
        }
    }

    /** Goes on with the command begun; true when it is complete. */
    public boolean step(Budget budget) {
        ApplyRun run = running;
        if (run == null) {
            throw new IllegalStateException("no command is being applied");
        }
        return run.step(budget);
    }

    /** Completes the command after the last step. */
    public Result end() {
        ApplyRun run = running;
        if (run == null) {
            throw new IllegalStateException("no command is being applied");
        }
        Result result = run.result();
        running = null;
        events = target.end();
        return result;
    }

    public boolean isRunning() {
        return running != null;
    }

    /** Users' events of the command that has just ended. */
    public List<Event> events() {
        return target == users ? events : List.of();
    }

    /** A transaction that only reads; not between {@link #begin} and {@link #end}. */
    public TxnResult readTxn(TxnRequest txn) {
        if (running != null || !txn.isReadOnly()) {
            throw new IllegalStateException(
                    "only a transaction that reads, between two commands, runs outside the log");
        }
        TxnRun run = new TxnRun(userWrites, system.leases(), txn);
        run.step(new Budget(Integer.MAX_VALUE));
        return run.result();
    }

    private ApplyRun start(Space space, Operation operation) {
        Writes writes = space == Space.MESSAGES ? messageWrites : userWrites;
        LeaseTable leases = space == Space.MESSAGES ? NO_LEASES : system.leases();
        if (operation instanceof PutRequest put) {
            return put(writes, leases, put);
        } else if (operation instanceof TxnRequest txn) {
            refuseIfCorrupt();
            refuseIfFull(Growth.putsSomething(txn));
            return new CommandRun.Txn(new TxnRun(writes, leases, txn));
        } else if (operation instanceof DeleteRangeRequest delete) {
            refuseIfCorrupt();
            return new CommandRun.Delete(new DeleteRun(writes, delete));
        } else if (operation instanceof CompactRequest compact) {
            return compact(compact);
        } else if (operation instanceof SequentialPut put) {
            PutRequest named = put.at(target.writeRevision());
            requireOf(target.current(named.key()) == null, StatusCode.DUPLICATE_KEY);
            return put(writes, leases, named);
        }
        return startSystem(operation);
    }

    private ApplyRun put(Writes writes, LeaseTable leases, PutRequest put) {
        refuseIfCorrupt();
        refuseIfFull(true);
        if (put.lease() != 0 && !leases.exists(put.lease())) {
            throw new KedgeException(StatusCode.LEASE_NOT_FOUND);
        }
        if (put.ignoreValue() || put.ignoreLease()) {
            Current current = target.current(put.key());
            if (current == null) {
                throw new KedgeException(StatusCode.KEY_NOT_FOUND);
            }
        }
        return new ApplyRun.Finished(writes.put(put));
    }

    private ApplyRun compact(CompactRequest compact) {
        refuseIfCorrupt();
        if (compact.revision() <= users.compacted()) {
            throw new KedgeException(StatusCode.COMPACTED);
        }
        if (compact.revision() > users.revision()) {
            throw new KedgeException(StatusCode.FUTURE_REVISION);
        }
        users.compact(compact.revision());
        return new ApplyRun.Finished(new CompactResult(users.revision()));
    }

    private ApplyRun startSystem(Operation operation) {
        if (operation instanceof LeaseGrant grant) {
            return grant(grant);
        } else if (operation instanceof LeaseRevoke revoke) {
            refuseIfCorrupt();
            Lease lease = system.leases().get(revoke.id());
            if (lease == null) {
                throw new KedgeException(StatusCode.LEASE_NOT_FOUND);
            }
            return new LeaseEndRun(users, userWrites, system, lease, revoke.expired());
        } else if (operation instanceof LeaseCheckpoint checkpoint) {
            checkpoint.leases().forEach(lease -> system.checkpoint(lease.id(), lease.seconds()));
        } else if (operation instanceof AlarmChange change) {
            return alarm(change);
        } else if (operation instanceof MemberAttributes member) {
            system.publish(member);
        } else if (operation instanceof MemberChange change) {
            return update(change);
        } else if (operation instanceof SystemUpdate update) {
            system.update(update);
        } else if (operation instanceof Composite composite) {
            return composite(composite);
        }
        return new ApplyRun.Finished(new Done(users.revision()));
    }

    private ApplyRun grant(LeaseGrant grant) {
        checkGrant(grant);
        system.grant(grant);
        return new ApplyRun.Finished(new LeaseResult(users.revision(), grant.id(), grant.ttlSeconds()));
    }

    private void checkGrant(LeaseGrant grant) {
        refuseIfCorrupt();
        refuseIfFull(true);
        requireOf(grant.ttlSeconds() <= LEASE_TTL_SECONDS_MAX, StatusCode.LEASE_TTL_TOO_LARGE);
        if (system.leases().exists(grant.id())) {
            throw new KedgeException(StatusCode.LEASE_EXISTS);
        }
        // What is done at expiry must not be able to fail: nobody is there to be told.
        for (PutRequest put : grant.onExpiry()) {
            requireOf(!put.key().isEmpty(), StatusCode.KEY_NOT_PROVIDED);
            requireOf(put.lease() == 0 && !put.ignoreLease(), StatusCode.LEASE_PROVIDED);
            requireOf(!put.ignoreValue(), StatusCode.VALUE_PROVIDED);
        }
    }

    private static void requireOf(boolean holds, StatusCode otherwise) {
        if (!holds) {
            throw new KedgeException(otherwise);
        }
    }

    private ApplyRun alarm(AlarmChange change) {
        AlarmState state = new AlarmState(change.memberId(), change.alarm());
        if (change.raise()) {
            system.raise(state);
            return new ApplyRun.Finished(new AlarmResult(users.revision(), List.of(state)));
        }
        List<AlarmState> cleared = system.clear(state) ? List.of(state) : List.of();
        return new ApplyRun.Finished(new AlarmResult(users.revision(), cleared));
    }

    private ApplyRun update(MemberChange change) {
        if (change.changesConfiguration()) {
            throw new IllegalStateException("a change of the configuration outside a configuration entry");
        }
        system.members().check(change);
        system.members().apply(change);
        return new ApplyRun.Finished(new MembersResult(system.members().list()));
    }

    /** The space whose revision the command may move: the one of a composite's part that is not the system's. */
    private static Space mainSpace(Command command) {
        if (command.operation() instanceof Composite composite) {
            for (Composite.Part part : composite.parts()) {
                if (part.space() != Space.SYSTEM) {
                    return part.space();
                }
            }
        }
        return command.operation() instanceof LeaseRevoke ? Space.USERS : command.space();
    }

    /** System updates beside one operation of one other space: all of them or, if one is refused, none. */
    private ApplyRun composite(Composite composite) {
        Composite.Part main = null;
        Set<Long> granted = new HashSet<>();
        for (Composite.Part part : composite.parts()) {
            if (part.space() != Space.SYSTEM) {
                requireOf(main == null && canLead(part.operation()), StatusCode.UNIMPLEMENTED);
                main = part;
            } else if (part.operation() instanceof LeaseGrant grant) {
                checkGrant(grant);
                requireOf(granted.add(grant.id()), StatusCode.LEASE_EXISTS);
            } else {
                requireOf(cannotFail(part.operation()), StatusCode.UNIMPLEMENTED);
            }
        }
        // The only step that can still be refused comes first.
        ApplyRun run = main == null
                ? new ApplyRun.Finished(new Done(users.revision()))
                : start(main.space(), main.operation());
        for (Composite.Part part : composite.parts()) {
            if (part.space() == Space.SYSTEM) {
                startSystem(part.operation());
            }
        }
        return run;
    }

    private static boolean canLead(Operation operation) {
        return operation instanceof PutRequest
                || operation instanceof TxnRequest
                || operation instanceof DeleteRangeRequest
                || operation instanceof SequentialPut;
    }

    private static boolean cannotFail(Operation operation) {
        return operation instanceof SystemUpdate
                || operation instanceof LeaseCheckpoint
                || operation instanceof MemberAttributes
                || operation instanceof AlarmChange;
    }

    private void refuseIfCorrupt() {
        if (system.hasAlarm(Alarm.CORRUPT)) {
            throw new KedgeException(StatusCode.CORRUPT);
        }
    }

    private void refuseIfFull(boolean grows) {
        if (grows && system.hasAlarm(Alarm.NO_SPACE)) {
            throw new KedgeException(StatusCode.NO_SPACE);
        }
    }
}
