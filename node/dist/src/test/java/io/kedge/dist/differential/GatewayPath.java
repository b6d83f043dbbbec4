/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.differential;

import com.google.protobuf.Message;
import io.kedge.dist.support.Rpc;
import java.util.HashMap;
import java.util.Map;

/** Where etcd's gateway takes each call, as its documentation says. */
final class GatewayPath {

    static final String KEEP_ALIVE = "/lease/keepalive";

    private static final Map<String, String> BY_METHOD = new HashMap<>();

    static {
        put("KV/Range", "/kv/range");
        put("KV/Put", "/kv/put");
        put("KV/DeleteRange", "/kv/deleterange");
        put("KV/Txn", "/kv/txn");
        put("KV/Compact", "/kv/compaction");
        put("Lease/LeaseGrant", "/lease/grant");
        put("Lease/LeaseRevoke", "/lease/revoke");
        put("Lease/LeaseTimeToLive", "/lease/timetolive");
        put("Lease/LeaseLeases", "/lease/leases");
        put("Cluster/MemberList", "/cluster/member/list");
        put("Maintenance/Alarm", "/maintenance/alarm");
        put("Maintenance/Status", "/maintenance/status");
        put("Maintenance/Defragment", "/maintenance/defragment");
        put("Maintenance/Hash", "/maintenance/hash");
        put("Lock/Lock", "/lock/lock");
        put("Lock/Unlock", "/lock/unlock");
        put("Election/Campaign", "/election/campaign");
        put("Election/Proclaim", "/election/proclaim");
        put("Election/Leader", "/election/leader");
        put("Election/Resign", "/election/resign");
    }

    private GatewayPath() {}

    /** Below the version; null for calls that are not compared here. */
    static String of(Message request) {
        Rpc rpc = Rpc.unary(request);
        return BY_METHOD.get(rpc.service().name() + "/" + rpc.method());
    }

    private static void put(String method, String path) {
        BY_METHOD.put(method, path);
    }
}
