/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.grpc.rpc;

import io.kedge.model.KedgeException;
import io.kedge.model.StatusCode;
import java.util.EnumMap;
import java.util.Map;

/** The one table from status codes to gRPC codes and etcd's exact texts; clients match on both. */
public final class GrpcStatusMapper {

    private static final Map<StatusCode, GrpcOutcome> TABLE = new EnumMap<>(StatusCode.class);

    static {
        canceledAndLost();
        preconditions();
        arguments();
        limitsAndAvailability();
        withoutCode();
    }

    private GrpcStatusMapper() {}

    public static GrpcOutcome of(StatusCode code) {
        GrpcOutcome outcome = TABLE.get(code);
        if (outcome == null) {
            throw new IllegalStateException("no gRPC status for " + code);
        }
        return outcome;
    }

    /** The codes without a fixed text take the exception's. */
    public static GrpcOutcome of(KedgeException reason) {
        GrpcOutcome outcome = of(reason.code());
        String detail = reason.getMessage();
        return outcome.text().isEmpty() && detail != null ? new GrpcOutcome(outcome.status(), detail) : outcome;
    }

    /** Inside Lock and Election etcd loses the code of its own KV and lease calls, and keeps the text. */
    static GrpcOutcome ofInner(KedgeException reason) {
        GrpcOutcome outcome = of(reason);
        return switch (reason.code()) {
            case CANCELED, DEADLINE_EXCEEDED, UNIMPLEMENTED -> outcome;
            default -> new GrpcOutcome(GrpcCode.UNKNOWN, outcome.text());
        };
    }

    /** Why a watch was refused, as its cancel_reason tells. */
    static String watchReason(StatusCode code) {
        GrpcOutcome outcome = of(code);
        return switch (code) {
            case COMPACTED, EMPTY_WATCH_RANGE, DUPLICATE_WATCH_ID -> outcome.text();
            default -> "rpc error: code = " + outcome.status().goName() + " desc = " + outcome.text();
        };
    }

    private static void canceledAndLost() {
        put(StatusCode.WATCH_CANCELED, GrpcCode.CANCELLED, "etcdserver: watch canceled");
        put(StatusCode.CANCELED, GrpcCode.CANCELLED, "etcdserver: request canceled");
        put(StatusCode.CORRUPT, GrpcCode.DATA_LOSS, "etcdserver: corrupt cluster");
        put(StatusCode.DEADLINE_EXCEEDED, GrpcCode.DEADLINE_EXCEEDED, "etcdserver: context deadline exceeded");
        put(StatusCode.UNIMPLEMENTED, GrpcCode.UNIMPLEMENTED, "");
        put(StatusCode.INTERNAL, GrpcCode.INTERNAL, "");
    }

    private static void preconditions() {
        precondition(StatusCode.LEASE_EXISTS, "lease already exists");
        precondition(StatusCode.MEMBER_EXISTS, "member ID already exist");
        precondition(StatusCode.PEER_URL_EXISTS, "Peer URLs already exists");
        precondition(StatusCode.NOT_ENOUGH_STARTED, "re-configuration failed due to not enough started members");
        precondition(StatusCode.NOT_A_LEARNER, "can only promote a learner member");
        precondition(StatusCode.LEARNER_NOT_READY, "can only promote a learner member which is in sync with leader");
        precondition(StatusCode.TOO_MANY_LEARNERS, "too many learner members in cluster");
        precondition(StatusCode.CLUSTER_ID_MISMATCH, "cluster ID mismatch");
        precondition(StatusCode.ROOT_USER_NOT_EXIST, "root user does not exist");
        precondition(StatusCode.ROOT_ROLE_NOT_EXIST, "root user does not have root role");
        precondition(StatusCode.USER_EXISTS, "user name already exists");
        precondition(StatusCode.USER_NOT_FOUND, "user name not found");
        precondition(StatusCode.ROLE_EXISTS, "role name already exists");
        precondition(StatusCode.ROLE_NOT_FOUND, "role name not found");
        precondition(StatusCode.ROLE_NOT_GRANTED, "role is not granted to the user");
        precondition(StatusCode.PERMISSION_NOT_GRANTED, "permission is not granted to the role");
        precondition(StatusCode.AUTH_NOT_ENABLED, "authentication is not enabled");
        precondition(StatusCode.NOT_LEADER, "not leader");
        precondition(StatusCode.NOT_CAPABLE, "not capable");
        precondition(StatusCode.NOT_SUPPORTED_FOR_LEARNER, "rpc not supported for learner");
        precondition(StatusCode.BAD_TRANSFEREE, "bad leader transferee");
        precondition(StatusCode.CLUSTER_VERSION_UNAVAILABLE, "cluster version not found during downgrade");
        precondition(StatusCode.DOWNGRADE_IN_PROGRESS, "cluster has a downgrade job in progress");
        precondition(StatusCode.NO_DOWNGRADE, "no inflight downgrade job");
    }

    private static void arguments() {
        argument(StatusCode.KEY_NOT_PROVIDED, "key is not provided");
        argument(StatusCode.KEY_NOT_FOUND, "key not found");
        argument(StatusCode.VALUE_PROVIDED, "value is provided");
        argument(StatusCode.LEASE_PROVIDED, "lease is provided");
        argument(StatusCode.TOO_MANY_OPERATIONS, "too many operations in txn request");
        argument(StatusCode.DUPLICATE_KEY, "duplicate key given in txn request");
        argument(StatusCode.INVALID_CLIENT_API_VERSION, "invalid client api version");
        argument(StatusCode.INVALID_SORT_OPTION, "invalid sort option");
        argument(StatusCode.MEMBER_BAD_URLS, "given member URLs are invalid");
        argument(StatusCode.REQUEST_TOO_LARGE, "request is too large");
        argument(StatusCode.USER_EMPTY, "user name is empty");
        argument(StatusCode.ROLE_EMPTY, "role name is empty");
        argument(StatusCode.AUTH_FAILED, "authentication failed, invalid user ID or password");
        argument(StatusCode.PERMISSION_NOT_GIVEN, "permission not given");
        argument(StatusCode.INVALID_AUTH_MANAGEMENT, "invalid auth management");
        argument(StatusCode.AUTH_OLD_REVISION, "revision of auth store is old");
        argument(StatusCode.WRONG_DOWNGRADE_FORMAT, "wrong downgrade target version format");
        argument(StatusCode.INVALID_DOWNGRADE_TARGET, "invalid downgrade target version");
    }

    private static void limitsAndAvailability() {
        put(StatusCode.LEASE_NOT_FOUND, GrpcCode.NOT_FOUND, "etcdserver: requested lease not found");
        put(StatusCode.MEMBER_NOT_FOUND, GrpcCode.NOT_FOUND, "etcdserver: member not found");
        put(StatusCode.COMPACTED, GrpcCode.OUT_OF_RANGE, "etcdserver: mvcc: required revision has been compacted");
        put(
                StatusCode.FUTURE_REVISION,
                GrpcCode.OUT_OF_RANGE,
                "etcdserver: mvcc: required revision is a future revision");
        put(StatusCode.LEASE_TTL_TOO_LARGE, GrpcCode.OUT_OF_RANGE, "etcdserver: too large lease TTL");
        put(StatusCode.PERMISSION_DENIED, GrpcCode.PERMISSION_DENIED, "etcdserver: permission denied");
        put(StatusCode.NO_SPACE, GrpcCode.RESOURCE_EXHAUSTED, "etcdserver: mvcc: database space exceeded");
        put(StatusCode.TOO_MANY_REQUESTS, GrpcCode.RESOURCE_EXHAUSTED, "etcdserver: too many requests");
        put(StatusCode.INVALID_AUTH_TOKEN, GrpcCode.UNAUTHENTICATED, "etcdserver: invalid auth token");
        unavailable(StatusCode.NO_LEADER, "no leader");
        unavailable(StatusCode.LEADER_CHANGED, "leader changed");
        unavailable(StatusCode.STOPPED, "server stopped");
        unavailable(StatusCode.TIMEOUT, "request timed out");
        unavailable(StatusCode.TIMEOUT_LEADER_FAILURE, "request timed out, possibly due to previous leader failure");
        unavailable(StatusCode.TIMEOUT_CONNECTION_LOST, "request timed out, possibly due to connection lost");
        unavailable(
                StatusCode.TIMEOUT_WAITING_APPLIED, "request timed out, waiting for the applied index took too long");
        unavailable(StatusCode.UNHEALTHY, "unhealthy cluster");
    }

    /** Errors to which etcd gives no code of their own. */
    private static void withoutCode() {
        put(StatusCode.NOT_ELECTION_LEADER, GrpcCode.UNKNOWN, "election: not leader");
        put(StatusCode.NO_ELECTION_LEADER, GrpcCode.UNKNOWN, "election: no leader");
        put(StatusCode.LEADER_FIELD_MISSING, GrpcCode.UNKNOWN, "\"leader\" field must be provided");
        put(StatusCode.SESSION_EXPIRED, GrpcCode.UNKNOWN, "mutex: session is expired");
        put(
                StatusCode.TRANSFER_TIMEOUT,
                GrpcCode.UNKNOWN,
                "etcdserver: request timed out, leader transfer took too long");
        put(StatusCode.EMPTY_WATCH_RANGE, GrpcCode.UNKNOWN, "mvcc: watcher range is empty");
        put(StatusCode.DUPLICATE_WATCH_ID, GrpcCode.UNKNOWN, "mvcc: duplicate watch ID provided on the WatchStream");
    }

    private static void precondition(StatusCode code, String text) {
        put(code, GrpcCode.FAILED_PRECONDITION, "etcdserver: " + text);
    }

    private static void argument(StatusCode code, String text) {
        put(code, GrpcCode.INVALID_ARGUMENT, "etcdserver: " + text);
    }

    private static void unavailable(StatusCode code, String text) {
        put(code, GrpcCode.UNAVAILABLE, "etcdserver: " + text);
    }

    private static void put(StatusCode code, GrpcCode status, String text) {
        if (TABLE.put(code, new GrpcOutcome(status, text)) != null) {
            throw new IllegalStateException("two rows for " + code);
        }
    }
}
