/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.differential;

import io.kedge.dist.support.Outcome;
import io.kedge.grpc.proto.etcdserverpb.AlarmResponse;
import io.kedge.grpc.proto.etcdserverpb.HashKVResponse;
import io.kedge.grpc.proto.etcdserverpb.TxnRequest;
import io.kedge.grpc.proto.etcdserverpb.WatchResponse;
import java.util.List;

/** How to tell that two replies differ just as a row of node/docs/differences.md says. */
enum KnownDifference {
    /** A delete at the very revision that was compacted, seen by a watch that starts there. */
    COMPACTED_TOMBSTONE("compacted-tombstone") {
        @Override
        boolean explainsEvents(List<WatchTally.Item> older, List<WatchTally.Item> newer) {
            if (older.isEmpty() && newer.isEmpty()) {
                return false;
            }
            long first = Math.min(firstRevision(older), firstRevision(newer));
            return withoutDeletes(older, first).equals(withoutDeletes(newer, first));
        }
    },

    /** HashKV tells which revision it hashed. */
    HASH_REVISION("hashkv-hash-revision") {
        @Override
        boolean explains(Step step, Outcome older, Outcome newer) {
            return older.ok()
                    && newer.ok()
                    && older.reply() instanceof HashKVResponse a
                    && newer.reply() instanceof HashKVResponse b
                    && a.getHashRevision() == 0
                    && b.toBuilder().clearHashRevision().build().equals(a);
        }
    },

    /** The header of an Alarm reply. */
    ALARM_HEADER("alarm-header") {
        @Override
        boolean explains(Step step, Outcome older, Outcome newer) {
            return older.ok()
                    && newer.ok()
                    && older.reply() instanceof AlarmResponse a
                    && newer.reply() instanceof AlarmResponse b
                    && !a.hasHeader()
                    && b.toBuilder().clearHeader().build().equals(a);
        }
    },

    /** HashKV of the very revision that was compacted. */
    HASH_AT_COMPACTION("hashkv-at-compaction") {
        @Override
        boolean explains(Step step, Outcome older, Outcome newer) {
            return older.text().equals("etcdserver: mvcc: required revision has been compacted")
                    && newer.ok()
                    && newer.reply() instanceof HashKVResponse;
        }
    },

    /** A transaction with a faulty put and a faulty range: which fault is told. */
    TXN_ERROR_ORDER("txn-error-order") {
        @Override
        boolean explains(Step step, Outcome older, Outcome newer) {
            return step instanceof Step.Call call
                    && call.request() instanceof TxnRequest
                    && List.of("etcdserver: key not found", "etcdserver: requested lease not found")
                            .contains(older.text())
                    && newer.text().startsWith("etcdserver: mvcc: required revision ");
        }
    },

    /** A progress request on a stream where a compaction has ended a watch. */
    PROGRESS_AFTER_COMPACTION("progress-after-compaction") {
        @Override
        boolean explains(Step step, Outcome older, Outcome newer) {
            return step instanceof Step.WatchProgress
                    && older.ok() != newer.ok()
                    && (older.text() + newer.text()).equals(Side.NO_PROGRESS_COMPACTED);
        }
    },

    /** A progress request on a stream without watches, or with one that waits for the future. */
    PROGRESS_NOT_DUE("progress-not-due") {
        @Override
        boolean explains(Step step, Outcome older, Outcome newer) {
            return step instanceof Step.WatchProgress
                    && older.ok()
                    && newer.ok()
                    && ((WatchResponse) older.reply()).getWatchId() == -1
                    && newer.reply().equals(WatchResponse.getDefaultInstance());
        }
    };

    private final String id;

    KnownDifference(String id) {
        this.id = id;
    }

    static KnownDifference byId(String id) {
        for (KnownDifference known : values()) {
            if (known.id.equals(id)) {
                return known;
            }
        }
        throw new IllegalArgumentException("no code judges the row \"" + id + "\" of differences.md");
    }

    String id() {
        return id;
    }

    boolean explains(Step step, Outcome older, Outcome newer) {
        return false;
    }

    boolean explainsEvents(List<WatchTally.Item> older, List<WatchTally.Item> newer) {
        return false;
    }

    private static long firstRevision(List<WatchTally.Item> items) {
        return items.isEmpty() ? Long.MAX_VALUE : items.get(0).revision();
    }

    private static List<WatchTally.Item> withoutDeletes(List<WatchTally.Item> items, long revision) {
        return items.stream()
                .filter(item -> !item.delete() || item.revision() != revision)
                .toList();
    }
}
