/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.model.format;

import io.kedge.model.Alarm;
import io.kedge.model.AlarmChange;
import io.kedge.model.Cause;
import io.kedge.model.Command;
import io.kedge.model.CompactRequest;
import io.kedge.model.Compare;
import io.kedge.model.Composite;
import io.kedge.model.DeleteRangeRequest;
import io.kedge.model.FaultyOp;
import io.kedge.model.Key;
import io.kedge.model.KeyRange;
import io.kedge.model.LeaseCheckpoint;
import io.kedge.model.LeaseGrant;
import io.kedge.model.LeaseRevoke;
import io.kedge.model.MemberAttributes;
import io.kedge.model.MemberChange;
import io.kedge.model.Operation;
import io.kedge.model.PutRequest;
import io.kedge.model.RangeRequest;
import io.kedge.model.SequentialPut;
import io.kedge.model.SortOrder;
import io.kedge.model.SortTarget;
import io.kedge.model.Space;
import io.kedge.model.SystemUpdate;
import io.kedge.model.TxnOp;
import io.kedge.model.TxnRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Commands of every kind: a fixed one each, and random ones. */
final class SampleCommands {

    private final SplittableRandom random;

    SampleCommands(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** One of each kind, by name; never changed, only added to. */
    static Map<String, Command> fixed() {
        Map<String, Command> commands = new LinkedHashMap<>();
        Key key = Key.utf8("key");
        PutRequest put = new PutRequest(key, text("value"), -3, true, false, true);
        RangeRequest range = new RangeRequest(
                KeyRange.prefix(key), 5, 6, SortOrder.DESCEND, SortTarget.MOD, true, true, false, 1, 2, 3, 300);
        DeleteRangeRequest delete = new DeleteRangeRequest(KeyRange.of(text("a"), new byte[] {0}), true);
        Compare compare =
                new Compare(KeyRange.single(key), Compare.Target.VALUE, Compare.Result.NOT_EQUAL, 0, text("x"));
        TxnRequest inner = new TxnRequest(
                List.of(Compare.number(key, Compare.Target.LEASE, Compare.Result.UNKNOWN, -1)),
                List.of(),
                List.of(put));
        commands.put("put", command(Space.USERS, put));
        commands.put("delete", command(Space.MESSAGES, delete));
        commands.put(
                "txn",
                command(
                        Space.USERS,
                        new TxnRequest(
                                List.of(compare),
                                List.of(put, range, delete, inner),
                                List.of(new FaultyOp(io.kedge.model.StatusCode.KEY_NOT_FOUND)))));
        commands.put("compact", command(Space.USERS, new CompactRequest(1L << 40, true)));
        commands.put("grant", command(Space.USERS, new LeaseGrant(Long.MIN_VALUE, 60, List.of(put))));
        commands.put("revoke", command(Space.USERS, new LeaseRevoke(-1, true)));
        commands.put(
                "checkpoint",
                command(Space.USERS, new LeaseCheckpoint(List.of(new LeaseCheckpoint.Remaining(7, 300)))));
        commands.put("sequential", command(Space.USERS, new SequentialPut(key, text("v"), 4)));
        commands.put(
                "system",
                command(
                        Space.SYSTEM,
                        new SystemUpdate(
                                List.of(new SystemUpdate.Write(key, text("v")), new SystemUpdate.Write(key, null)))));
        commands.put("alarm", command(Space.USERS, new AlarmChange(true, -1, Alarm.CORRUPT)));
        commands.put("member", command(Space.USERS, new MemberAttributes(9, "n\u00e4me", List.of("http://h:1", ""))));
        commands.put(
                "memberchange",
                command(Space.USERS, new MemberChange(MemberChange.Kind.PROMOTE, 9, List.of("http://h", ""))));
        commands.put(
                "composite",
                command(
                        Space.USERS,
                        new Composite(List.of(
                                new Composite.Part(Space.USERS, put),
                                new Composite.Part(Space.SYSTEM, new SystemUpdate(List.of()))))));
        commands.put("causes", new Command(2, Space.USERS, "", 0, 0, causes(key)));
        return commands;
    }

    private static TxnRequest causes(Key key) {
        SequentialPut sequential = new SequentialPut(key, text("/"), text("v"), 5, Cause.V2_CREATE);
        PutRequest put = new PutRequest(key, text("v"), 0, true, false, false, Cause.V2_REFRESH);
        DeleteRangeRequest delete = new DeleteRangeRequest(KeyRange.single(key), false, Cause.V2_COMPARE_AND_DELETE);
        return new TxnRequest(List.of(), List.of(sequential, put), List.of(delete));
    }

    private static Command command(Space space, Operation operation) {
        return new Command(1, space, "user", 3, 1_700_000_000_000L, operation);
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    Command next() {
        Operation operation =
                switch (random.nextInt(12)) {
                    case 0 -> delete();
                    case 1, 2, 3 -> txn(4);
                    case 4 -> new CompactRequest(random.nextLong(), random.nextBoolean());
                    case 5 -> new LeaseGrant(random.nextLong(), random.nextLong(), puts());
                    case 6 -> new LeaseRevoke(random.nextLong(), random.nextBoolean());
                    case 7 -> new LeaseCheckpoint(List.of(new LeaseCheckpoint.Remaining(number(), number())));
                    case 8 -> new SequentialPut(Key.of(bytes()), bytes(), number());
                    case 9 -> new AlarmChange(random.nextBoolean(), number(), Alarm.values()[random.nextInt(3)]);
                    default -> put();
                };
        return new Command(1, Space.values()[random.nextInt(3)], "", number(), number(), operation);
    }

    private long number() {
        return random.nextLong() >> random.nextInt(64);
    }

    private byte[] bytes() {
        byte[] bytes = new byte[random.nextInt(20) == 0 ? 300 : random.nextInt(6)];
        random.nextBytes(bytes);
        return bytes;
    }

    private PutRequest put() {
        return new PutRequest(
                Key.of(bytes()),
                bytes(),
                number(),
                random.nextBoolean(),
                random.nextBoolean(),
                random.nextBoolean(),
                cause());
    }

    private Cause cause() {
        return random.nextBoolean() ? Cause.PUT : Cause.values()[random.nextInt(Cause.values().length)];
    }

    private List<PutRequest> puts() {
        List<PutRequest> puts = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            puts.add(put());
        }
        return puts;
    }

    private KeyRange range() {
        return KeyRange.of(bytes(), bytes());
    }

    private DeleteRangeRequest delete() {
        Cause cause = cause();
        // A delete is never a put.
        return new DeleteRangeRequest(range(), random.nextBoolean(), cause == Cause.PUT ? Cause.DELETE : cause);
    }

    private TxnRequest txn(int levels) {
        List<Compare> compares = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            compares.add(new Compare(
                    range(),
                    Compare.Target.values()[random.nextInt(5)],
                    Compare.Result.values()[random.nextInt(5)],
                    number(),
                    bytes()));
        }
        return new TxnRequest(compares, ops(levels), ops(levels));
    }

    private List<TxnOp> ops(int levels) {
        List<TxnOp> ops = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            ops.add(
                    switch (random.nextInt(levels > 0 ? 6 : 5)) {
                        case 0 -> put();
                        case 4 -> new SequentialPut(Key.of(bytes()), bytes(), bytes(), number(), cause());
                        case 1 -> delete();
                        case 2 -> rangeRequest();
                        case 3 -> new FaultyOp(io.kedge.model.StatusCode.KEY_NOT_FOUND);
                        default -> txn(levels - 1);
                    });
        }
        return ops;
    }

    private RangeRequest rangeRequest() {
        return new RangeRequest(
                range(),
                number(),
                number(),
                SortOrder.values()[random.nextInt(3)],
                SortTarget.values()[random.nextInt(5)],
                random.nextBoolean(),
                random.nextBoolean(),
                random.nextBoolean(),
                number(),
                number(),
                number(),
                number());
    }
}
