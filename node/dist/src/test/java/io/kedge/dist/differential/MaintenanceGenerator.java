/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.differential;

import com.google.protobuf.Message;
import io.kedge.grpc.proto.etcdserverpb.*;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Operators' requests, and spells during which an alarm refuses writes. */
final class MaintenanceGenerator {
    private static final int SPELL_STEPS = 15;
    private static final int SPELL_EVERY_STEPS = 150;
    private static final int FIRST_SPELL_STEP = 200;

    private final Random random;
    private long alarmedMember;
    private boolean full;

    MaintenanceGenerator(Random random) {
        this.random = random;
    }

    /** What is to be asked at this step of a sequence so that alarms come and go: nothing at most of them. */
    List<Step> scheduled(int step) {
        int sinceFirst = step - FIRST_SPELL_STEP;
        if (sinceFirst < 0) {
            return List.of();
        }
        AlarmType type = sinceFirst / SPELL_EVERY_STEPS % 2 == 0 ? AlarmType.NOSPACE : AlarmType.CORRUPT;
        if (sinceFirst % SPELL_EVERY_STEPS == 0) {
            alarmedMember = random.nextInt(3);
            full = type == AlarmType.NOSPACE;
            Step raise = call(alarm(AlarmRequest.AlarmAction.ACTIVATE, type, alarmedMember));
            return random.nextBoolean() ? List.of(raise) : List.of(raise, raise);
        } else if (sinceFirst % SPELL_EVERY_STEPS == SPELL_STEPS) {
            full = false;
            return List.of(
                    call(StatusRequest.newBuilder()),
                    call(alarm(AlarmRequest.AlarmAction.GET, AlarmType.NONE, 0)),
                    call(alarm(AlarmRequest.AlarmAction.DEACTIVATE, type, alarmedMember)));
        }
        return List.of();
    }

    /**
     * The transaction, or one without operations when no two servers need agree on it: while space is short, etcd
     * overlooks puts that stand in nested transactions only.
     */
    TxnRequest.Builder comparable(TxnRequest.Builder txn) {
        boolean overlooked = full && putsBelow(txn.build()) && !putsAtTop(txn.build());
        return overlooked ? TxnRequest.newBuilder() : txn;
    }

    private static boolean putsAtTop(TxnRequest txn) {
        return ops(txn).anyMatch(RequestOp::hasRequestPut);
    }

    private static boolean putsBelow(TxnRequest txn) {
        return ops(txn).filter(RequestOp::hasRequestTxn)
                .map(RequestOp::getRequestTxn)
                .anyMatch(child -> putsAtTop(child) || putsBelow(child));
    }

    private static Stream<RequestOp> ops(TxnRequest txn) {
        return Stream.concat(txn.getSuccessList().stream(), txn.getFailureList().stream());
    }

    Step next() {
        return switch (random.nextInt(8)) {
            case 0 -> call(StatusRequest.newBuilder());
            case 1, 2, 3 -> call(MemberListRequest.newBuilder().setLinearizable(random.nextBoolean()));
            case 4 -> call(HashRequest.newBuilder());
            case 5 -> call(DefragmentRequest.newBuilder());
            case 6 -> call(alarm(AlarmRequest.AlarmAction.DEACTIVATE, anyAlarm(), 99));
            default -> call(alarm(AlarmRequest.AlarmAction.GET, anyAlarm(), 0));
        };
    }

    private AlarmType anyAlarm() {
        return List.of(AlarmType.NONE, AlarmType.NOSPACE, AlarmType.CORRUPT).get(random.nextInt(3));
    }

    private static AlarmRequest.Builder alarm(AlarmRequest.AlarmAction action, AlarmType type, long memberId) {
        return AlarmRequest.newBuilder().setAction(action).setAlarm(type).setMemberID(memberId);
    }

    private static Step call(Message.Builder request) {
        return new Step.Call(request.build());
    }
}
