/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.differential;

import io.kedge.dist.support.ServerBinary;
import java.util.ArrayList;
import java.util.List;

/**
 * What a run must have hit: every request option, every shape of a transaction, every error that one member can give.
 */
final class Wanted {
    private static final List<String> OPTIONS = List.of(
                    "ok.RangeRequest ok.PutRequest ok.DeleteRangeRequest ok.TxnRequest"
                            + " ok.CompactionRequest ok.LeaseGrantRequest ok.LeaseRevokeRequest"
                            + " ok.LeaseTimeToLiveRequest ok.LeaseLeasesRequest ok.GrantAnonymous ok.KeepAlive"
                            + " ok.HashKVRequest ok.LockRequest ok.UnlockRequest ok.CampaignRequest"
                            + " ok.ProclaimRequest ok.LeaderRequest ok.ResignRequest ok.WatchNothing range.limit"
                            + " range.limit.negative range.revision.negative range.revision.future"
                            + " range.revision.compacted range.revision.past range.revision.at-compaction"
                            + " range.serializable range.keys_only range.count_only range.min_mod_revision"
                            + " range.max_mod_revision range.min_create_revision range.max_create_revision"
                            + " txn.range.limit txn.range.revision.negative txn.range.revision.future"
                            + " txn.range.revision.compacted txn.range.revision.past txn.range.serializable"
                            + " txn.range.keys_only txn.range.count_only put.prev_kv put.ignore_value"
                            + " put.ignore_lease put.lease put.value.empty txn.put.prev_kv txn.put.ignore_value"
                            + " txn.put.ignore_lease txn.put.lease txn.put.value.empty delete.prev_kv"
                            + " txn.delete.prev_kv txn.succeeded txn.failed txn.empty txn.at-op-limit"
                            + " txn.above-op-limit txn.nested txn.nested-twice txn.read-only txn.empty-op"
                            + " txn.compare.range_end txn.compare.unset txn.compare.empty-key compact.physical"
                            + " compact.done lease.timetolive.keys lease.timetolive.known lease.timetolive.unknown"
                            + " lease.keepalive.known lease.keepalive.unknown lease.grant.below-minimum"
                            + " lease.grant.negative-id watch.start.now watch.start.past watch.start.future"
                            + " watch.start.compacted watch.filter.NOPUT watch.filter.NODELETE watch.prev_kv"
                            + " watch.fragment watch.progress_notify watch.id.chosen watch.id.assigned"
                            + " watch.key.empty watch.several-on-a-stream watch.cancel.known watch.cancel.unknown"
                            + " watch.progress.answered ok.AlarmRequest ok.StatusRequest ok.HashRequest"
                            + " ok.DefragmentRequest alarm.GET alarm.ACTIVATE alarm.DEACTIVATE alarm.type.NONE"
                            + " alarm.type.NOSPACE alarm.type.CORRUPT memberlist.linearizable memberlist.local")
            .stream()
            .flatMap(line -> List.of(line.split(" ")).stream())
            .toList();

    private static final List<String> ERRORS = List.of(
            "FAILED_PRECONDITION etcdserver: lease already exists",
            "INVALID_ARGUMENT etcdserver: key is not provided",
            "INVALID_ARGUMENT etcdserver: key not found",
            "INVALID_ARGUMENT etcdserver: value is provided",
            "INVALID_ARGUMENT etcdserver: lease is provided",
            "INVALID_ARGUMENT etcdserver: too many operations in txn request",
            "INVALID_ARGUMENT etcdserver: duplicate key given in txn request",
            "INVALID_ARGUMENT etcdserver: request is too large",
            "NOT_FOUND etcdserver: requested lease not found",
            "OUT_OF_RANGE etcdserver: mvcc: required revision has been compacted",
            "OUT_OF_RANGE etcdserver: mvcc: required revision is a future revision",
            "OUT_OF_RANGE etcdserver: too large lease TTL",
            "RESOURCE_EXHAUSTED etcdserver: mvcc: database space exceeded",
            "DATA_LOSS etcdserver: corrupt cluster",
            "UNKNOWN election: not leader",
            "UNKNOWN election: no leader",
            "UNKNOWN \"leader\" field must be provided",
            "UNKNOWN etcdserver: requested lease not found");

    private Wanted() {}

    static List<String> labels(ServerBinary reference) {
        List<String> labels = new ArrayList<>(OPTIONS);
        ERRORS.forEach(error -> labels.add("error " + error));
        for (Keys.Kind kind : Keys.Kind.values()) {
            for (String request : List.of("range", "delete", "watch", "txn.range", "txn.delete")) {
                labels.add(request + ".span." + kind);
            }
        }
        for (String order : List.of("NONE", "ASCEND", "DESCEND")) {
            for (String target : List.of("KEY", "VERSION", "CREATE", "MOD", "VALUE")) {
                labels.add("range.sort." + order + "/" + target);
            }
        }
        for (String target : List.of("VERSION", "CREATE", "MOD", "VALUE", "LEASE")) {
            for (String result : List.of("EQUAL", "GREATER", "LESS", "NOT_EQUAL")) {
                labels.add("txn.compare." + target + "/" + result);
            }
        }
        labels.add("watch.refused: mvcc: watcher range is empty");
        labels.add("watch.refused: mvcc: duplicate watch ID provided on the WatchStream");
        if (!reference.version().equals("3.4")) {
            labels.add("error INVALID_ARGUMENT etcdserver: invalid sort option");
            labels.add("watch.start.negative");
            labels.add("watch.refused: etcdserver: mvcc: required revision has been compacted");
        }
        return labels;
    }
}
