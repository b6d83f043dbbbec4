/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http;

import io.kedge.model.StatusCode;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** The one table from status codes to HTTP; every face tells errors from it. */
public final class ErrorTable {

    /**
     * One row.
     *
     * @param status of HTTP
     * @param grpcCode the number of etcd's gRPC status
     * @param type what it is, for programs: {@code urn:kedge:} and the code's name
     * @param title what it is, for people
     */
    public record Row(int status, int grpcCode, String type, String title) {}

    private static final Map<StatusCode, Row> TABLE = new EnumMap<>(StatusCode.class);

    static {
        store();
        cluster();
        users();
        streams();
    }

    private ErrorTable() {}

    public static Row of(StatusCode code) {
        Row row = TABLE.get(code);
        if (row == null) {
            throw new IllegalStateException("no row for " + code);
        }
        return row;
    }

    private static void store() {
        row(StatusCode.KEY_NOT_PROVIDED, 400, 3, "a key is needed");
        row(StatusCode.KEY_NOT_FOUND, 404, 3, "no such key");
        row(StatusCode.VALUE_PROVIDED, 400, 3, "no value may be given here");
        row(StatusCode.LEASE_PROVIDED, 400, 3, "no lease may be given here");
        row(StatusCode.INVALID_SORT_OPTION, 400, 3, "no such sort order");
        row(StatusCode.TOO_MANY_OPERATIONS, 400, 3, "too many operations in one transaction");
        row(StatusCode.DUPLICATE_KEY, 400, 3, "a transaction may write each key once");
        row(StatusCode.COMPACTED, 410, 11, "that revision has been compacted");
        row(StatusCode.FUTURE_REVISION, 400, 11, "that revision is in the future");
        row(StatusCode.NO_SPACE, 507, 8, "the store is full: compact, defragment, then clear the NOSPACE alarm");
        row(StatusCode.CORRUPT, 500, 15, "the store is corrupt");
        row(StatusCode.LEASE_NOT_FOUND, 404, 5, "no such lease");
        row(StatusCode.LEASE_EXISTS, 409, 9, "a lease with that id exists");
        row(StatusCode.LEASE_TTL_TOO_LARGE, 400, 11, "that time to live is too long");
        row(StatusCode.REQUEST_TOO_LARGE, 413, 3, "the request is too large");
        row(StatusCode.TOO_MANY_REQUESTS, 429, 8, "too many requests");
    }

    private static void cluster() {
        row(StatusCode.NO_LEADER, 503, 14, "the cluster has no leader");
        row(StatusCode.NOT_LEADER, 409, 9, "this member does not lead");
        row(StatusCode.LEADER_CHANGED, 503, 14, "the leader changed");
        row(StatusCode.STOPPED, 503, 14, "the server is stopping");
        row(StatusCode.TIMEOUT, 503, 14, "the request took too long");
        row(StatusCode.TIMEOUT_LEADER_FAILURE, 503, 14, "the request took too long, perhaps since a leader failed");
        row(
                StatusCode.TIMEOUT_CONNECTION_LOST,
                503,
                14,
                "the request took too long, perhaps since a connection was lost");
        row(StatusCode.TIMEOUT_WAITING_APPLIED, 503, 14, "this member is too far behind");
        row(StatusCode.UNHEALTHY, 503, 14, "the cluster is not healthy");
        row(StatusCode.NOT_SUPPORTED_FOR_LEARNER, 503, 9, "a learner does not serve this");
        row(StatusCode.NOT_CAPABLE, 501, 9, "the cluster cannot do this");
        row(StatusCode.MEMBER_NOT_FOUND, 404, 5, "no such member");
        row(StatusCode.MEMBER_EXISTS, 409, 9, "a member with that id exists");
        row(StatusCode.PEER_URL_EXISTS, 409, 9, "a member with that peer URL exists");
        row(StatusCode.MEMBER_BAD_URLS, 400, 3, "those member URLs are not valid");
        row(StatusCode.NOT_ENOUGH_STARTED, 409, 9, "too few members would be left that have started");
        row(StatusCode.NOT_A_LEARNER, 409, 9, "that member is no learner");
        row(StatusCode.LEARNER_NOT_READY, 409, 9, "that learner is not in sync with the leader yet");
        row(StatusCode.TOO_MANY_LEARNERS, 409, 9, "there are as many learners as there may be");
        row(StatusCode.BAD_TRANSFEREE, 400, 9, "leadership cannot be handed to that member");
        row(StatusCode.TRANSFER_TIMEOUT, 503, 2, "the member did not take over in time");
        row(StatusCode.CLUSTER_ID_MISMATCH, 409, 9, "that is another cluster");
        row(StatusCode.INVALID_CLIENT_API_VERSION, 400, 3, "that client version is not known");
        row(StatusCode.CLUSTER_VERSION_UNAVAILABLE, 503, 9, "the cluster's version is not known yet");
        row(StatusCode.DOWNGRADE_IN_PROGRESS, 409, 9, "a downgrade is under way");
        row(StatusCode.NO_DOWNGRADE, 409, 9, "no downgrade is under way");
        row(StatusCode.WRONG_DOWNGRADE_FORMAT, 400, 3, "that is no version");
        row(StatusCode.INVALID_DOWNGRADE_TARGET, 400, 3, "that is no version to go back to");
    }

    private static void users() {
        row(StatusCode.ROOT_USER_NOT_EXIST, 409, 9, "there is no user root");
        row(StatusCode.ROOT_ROLE_NOT_EXIST, 409, 9, "the user root has not the role root");
        row(StatusCode.USER_EXISTS, 409, 9, "that user exists");
        row(StatusCode.USER_EMPTY, 400, 3, "a user name is needed");
        row(StatusCode.USER_NOT_FOUND, 404, 9, "no such user");
        row(StatusCode.ROLE_EXISTS, 409, 9, "that role exists");
        row(StatusCode.ROLE_NOT_FOUND, 404, 9, "no such role");
        row(StatusCode.ROLE_EMPTY, 400, 3, "a role name is needed");
        row(StatusCode.ROLE_NOT_GRANTED, 409, 9, "the user has not that role");
        row(StatusCode.PERMISSION_NOT_GRANTED, 409, 9, "the role has not that permission");
        row(StatusCode.PERMISSION_NOT_GIVEN, 400, 3, "a permission is needed");
        row(StatusCode.PERMISSION_DENIED, 403, 7, "permission denied");
        row(StatusCode.AUTH_FAILED, 401, 3, "user or password is wrong");
        row(StatusCode.AUTH_NOT_ENABLED, 409, 9, "authentication is not enabled");
        row(StatusCode.AUTH_OLD_REVISION, 401, 3, "the token is older than the users it names");
        row(StatusCode.INVALID_AUTH_TOKEN, 401, 16, "no valid token");
        row(StatusCode.INVALID_AUTH_MANAGEMENT, 400, 3, "that cannot be done to this user or role");
    }

    private static void streams() {
        row(StatusCode.SESSION_EXPIRED, 409, 2, "the lease ended while waiting");
        row(StatusCode.NOT_ELECTION_LEADER, 412, 2, "not the leader of this election");
        row(StatusCode.NO_ELECTION_LEADER, 404, 2, "this election has no leader");
        row(StatusCode.LEADER_FIELD_MISSING, 400, 2, "the leader's key is needed");
        row(StatusCode.DUPLICATE_WATCH_ID, 400, 2, "that watch id is in use");
        row(StatusCode.EMPTY_WATCH_RANGE, 400, 2, "that range is empty");
        row(StatusCode.WATCH_CANCELED, 503, 1, "the watch was cancelled");
        row(StatusCode.CANCELED, 503, 1, "the request was cancelled");
        row(StatusCode.DEADLINE_EXCEEDED, 503, 4, "the request took too long");
        row(StatusCode.UNIMPLEMENTED, 501, 12, "not supported");
        row(StatusCode.INTERNAL, 500, 13, "internal error");
    }

    private static void row(StatusCode code, int status, int grpcCode, String title) {
        String type = "urn:kedge:" + code.name().toLowerCase(Locale.ROOT).replace('_', '-');
        if (TABLE.put(code, new Row(status, grpcCode, type, title)) != null) {
            throw new IllegalStateException("two rows for " + code);
        }
    }
}
