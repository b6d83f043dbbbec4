/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.client;

import io.kedge.grpc.proto.etcdserverpb.CompactionRequest;
import io.smallrye.mutiny.Uni;
import java.util.Optional;

/** Keys and values. Every failure is a {@link KedgeClientException}. */
public final class Kv {

    private final Transport transport;

    Kv(Transport transport) {
        this.transport = transport;
    }

    /** Puts a key. */
    public Uni<PutResult> put(String key, String value) {
        return put(Bytes.of(key), Bytes.of(value), PutOptions.defaults());
    }

    /** Puts a key. */
    public Uni<PutResult> put(Bytes key, Bytes value) {
        return put(key, value, PutOptions.defaults());
    }

    /** Puts a key. */
    public Uni<PutResult> put(Bytes key, Bytes value, PutOptions options) {
        return transport
                .call(Methods.PUT, Wire.put(key, value, options), CallKind.WRITE)
                .map(Wire::put);
    }

    /** Reads one key. */
    public Uni<Optional<KeyValue>> get(String key) {
        return get(Bytes.of(key));
    }

    /** Reads one key. */
    public Uni<Optional<KeyValue>> get(Bytes key) {
        return getRange(KeyRange.single(key), GetOptions.defaults())
                .map(result -> result.keyValues().stream().findFirst());
    }

    /** Reads a range in full. */
    public Uni<RangeResult> getRange(KeyRange range) {
        return getRange(range, GetOptions.defaults());
    }

    /** Reads a range. */
    public Uni<RangeResult> getRange(KeyRange range, GetOptions options) {
        return transport
                .call(Methods.RANGE, Wire.range(range, options), CallKind.READ)
                .map(Wire::range);
    }

    /** Deletes one key. */
    public Uni<DeleteResult> delete(String key) {
        return delete(KeyRange.single(key), false);
    }

    /** Deletes a range, in one revision. */
    public Uni<DeleteResult> delete(KeyRange range) {
        return delete(range, false);
    }

    /** Deletes a range, in one revision; {@code previous} returns what was deleted. */
    public Uni<DeleteResult> delete(KeyRange range, boolean previous) {
        return transport
                .call(Methods.DELETE_RANGE, Wire.delete(range, previous), CallKind.WRITE)
                .map(Wire::delete);
    }

    /** Begins a transaction. */
    public Txn txn() {
        return new Txn(transport);
    }

    /**
     * Forgets the history below {@code revision}; {@code COMPACTED} if that has happened already. Gives the store's
     * revision.
     */
    public Uni<Long> compact(long revision) {
        CompactionRequest request =
                CompactionRequest.newBuilder().setRevision(revision).build();
        return transport.call(Methods.COMPACT, request, CallKind.WRITE).map(done -> done.getHeader()
                .getRevision());
    }
}
