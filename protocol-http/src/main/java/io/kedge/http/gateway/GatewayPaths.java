/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.gateway;

import java.util.HashMap;
import java.util.Map;

/** Which path is which method; each is there whether this server has the method or not. */
final class GatewayPaths {

    /** A method of a service, as it may be asked for. */
    record Name(String service, String method) {}

    private static final String CURRENT = "/v3/";
    private static final String OLD = "/v3beta/";

    private static final Map<String, Name> TABLE = new HashMap<>();

    static {
        store();
        operators();
        users();
        recipes();
    }

    private GatewayPaths() {}

    /** Every path below {@code /v3/}, without that. */
    static Map<String, Name> table() {
        return TABLE;
    }

    /** Whether it is a path of the gateway, known or not. */
    static boolean isOne(String path) {
        return path.startsWith(CURRENT) || path.startsWith(OLD);
    }

    /** What stands below the version. */
    static String below(String path) {
        return path.substring((path.startsWith(CURRENT) ? CURRENT : OLD).length());
    }

    private static void store() {
        String kv = "etcdserverpb.KV";
        path("kv/range", kv, "Range");
        path("kv/put", kv, "Put");
        path("kv/deleterange", kv, "DeleteRange");
        path("kv/txn", kv, "Txn");
        path("kv/compaction", kv, "Compact");
        path("watch", "etcdserverpb.Watch", "Watch");
        String lease = "etcdserverpb.Lease";
        path("lease/grant", lease, "LeaseGrant");
        path("lease/keepalive", lease, "LeaseKeepAlive");
        path("lease/revoke", lease, "LeaseRevoke");
        path("lease/timetolive", lease, "LeaseTimeToLive");
        path("lease/leases", lease, "LeaseLeases");
        path("kv/lease/revoke", lease, "LeaseRevoke");
        path("kv/lease/timetolive", lease, "LeaseTimeToLive");
        path("kv/lease/leases", lease, "LeaseLeases");
    }

    private static void operators() {
        String cluster = "etcdserverpb.Cluster";
        path("cluster/member/add", cluster, "MemberAdd");
        path("cluster/member/remove", cluster, "MemberRemove");
        path("cluster/member/update", cluster, "MemberUpdate");
        path("cluster/member/list", cluster, "MemberList");
        path("cluster/member/promote", cluster, "MemberPromote");
        String maintenance = "etcdserverpb.Maintenance";
        path("maintenance/alarm", maintenance, "Alarm");
        path("maintenance/status", maintenance, "Status");
        path("maintenance/defragment", maintenance, "Defragment");
        path("maintenance/hash", maintenance, "Hash");
        path("maintenance/hashkv", maintenance, "HashKV");
        path("maintenance/snapshot", maintenance, "Snapshot");
        path("maintenance/transfer-leadership", maintenance, "MoveLeader");
        path("maintenance/downgrade", maintenance, "Downgrade");
    }

    private static void users() {
        String auth = "etcdserverpb.Auth";
        path("auth/enable", auth, "AuthEnable");
        path("auth/disable", auth, "AuthDisable");
        path("auth/status", auth, "AuthStatus");
        path("auth/authenticate", auth, "Authenticate");
        path("auth/user/add", auth, "UserAdd");
        path("auth/user/get", auth, "UserGet");
        path("auth/user/list", auth, "UserList");
        path("auth/user/delete", auth, "UserDelete");
        path("auth/user/changepw", auth, "UserChangePassword");
        path("auth/user/grant", auth, "UserGrantRole");
        path("auth/user/revoke", auth, "UserRevokeRole");
        path("auth/role/add", auth, "RoleAdd");
        path("auth/role/get", auth, "RoleGet");
        path("auth/role/list", auth, "RoleList");
        path("auth/role/delete", auth, "RoleDelete");
        path("auth/role/grant", auth, "RoleGrantPermission");
        path("auth/role/revoke", auth, "RoleRevokePermission");
    }

    private static void recipes() {
        String lock = "v3lockpb.Lock";
        path("lock/lock", lock, "Lock");
        path("lock/unlock", lock, "Unlock");
        String election = "v3electionpb.Election";
        path("election/campaign", election, "Campaign");
        path("election/proclaim", election, "Proclaim");
        path("election/leader", election, "Leader");
        path("election/observe", election, "Observe");
        path("election/resign", election, "Resign");
    }

    private static void path(String path, String service, String method) {
        if (TABLE.put(path, new Name(service, method)) != null) {
            throw new IllegalStateException("two rows for " + path);
        }
    }
}
