/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.client;

import io.kedge.grpc.proto.v3lockpb.LockRequest;
import io.kedge.grpc.proto.v3lockpb.UnlockRequest;
import io.smallrye.mutiny.Uni;
import java.time.Duration;

/** Locks: one holder per name, until it unlocks or its lease ends. */
public final class Locks {

    private final Transport transport;
    private final Kv kv;

    Locks(Transport transport, Kv kv) {
        this.transport = transport;
        this.kv = kv;
    }

    /**
     * Takes the lock {@code name} on the session's lease, waiting in line at most {@code wait}. Fails with {@link
     * OutcomeUnknownException} when the time is over: the server leaves the line then, but the lock may have been given
     * in the same moment; closing the session settles it. Cancelling leaves the line too.
     */
    public Uni<HeldLock> lock(String name, Session session, Duration wait) {
        long leaseId = session.leaseId();
        LockRequest request = LockRequest.newBuilder()
                .setName(Bytes.of(name).wire())
                .setLease(leaseId)
                .build();
        return transport
                .call(Methods.LOCK, request, CallKind.WRITE, wait)
                .flatMap(taken -> held(Bytes.of(taken.getKey()), leaseId));
    }

    /** Gives the lock back; one that is gone already is no failure. */
    public Uni<Void> unlock(HeldLock lock) {
        UnlockRequest request =
                UnlockRequest.newBuilder().setKey(lock.key().wire()).build();
        return transport.call(Methods.UNLOCK, request, CallKind.WRITE).replaceWithVoid();
    }

    /** Reads the fencing token, and with it that the lock is still held. */
    private Uni<HeldLock> held(Bytes key, long leaseId) {
        return kv.get(key).map(found -> found.map(holder -> new HeldLock(key, leaseId, holder.createRevision()))
                .orElseThrow(() -> new KedgeClientException(
                        ErrorCode.LEASE_NOT_FOUND, "the lock was lost as it was taken: its lease ended")));
    }
}
