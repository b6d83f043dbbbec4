/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.benchmarks.h2;

/** The etcd methods the generator calls, each with its HTTP/2 path. */
public enum Rpc {
    RANGE("/etcdserverpb.KV/Range"),
    PUT("/etcdserverpb.KV/Put"),
    TXN("/etcdserverpb.KV/Txn"),
    WATCH("/etcdserverpb.Watch/Watch"),
    LEASE_GRANT("/etcdserverpb.Lease/LeaseGrant"),
    LEASE_KEEP_ALIVE("/etcdserverpb.Lease/LeaseKeepAlive"),
    STATUS("/etcdserverpb.Maintenance/Status"),
    MEMBER_ADD("/etcdserverpb.Cluster/MemberAdd"),
    MEMBER_PROMOTE("/etcdserverpb.Cluster/MemberPromote");

    private final String path;

    Rpc(String path) {
        this.path = path;
    }

    public String path() {
        return path;
    }
}
