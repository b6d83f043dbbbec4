/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.model;

import io.kedge.model.format.WireWriter;
import org.jspecify.annotations.Nullable;

/**
 * One change of one key as watchers see it. The wire form (mvccpb.Event) is built at most once per flavour and shared
 * by all watchers; racing builders make equal bytes, so the caches need no lock.
 */
public final class Event {

    private static final int FIELD_TYPE = 1;
    private static final int FIELD_KV = 2;
    private static final int FIELD_PREV_KV = 3;

    private final KeyValue kv;
    private final @Nullable KeyValue previous;
    private final boolean previousOnDisk;
    private byte @Nullable [] wire;
    private byte @Nullable [] wireWithPrevious;

    public Event(KeyValue kv, @Nullable KeyValue previous) {
        this(kv, previous, false);
    }

    private Event(KeyValue kv, @Nullable KeyValue previous, boolean previousOnDisk) {
        this.kv = kv;
        this.previous = previous;
        this.previousOnDisk = previousOnDisk;
    }

    /**
     * An event whose previous record exists but was not in memory when it happened; watchers that want it must read it.
     */
    public static Event withPreviousOnDisk(KeyValue kv) {
        return new Event(kv, null, true);
    }

    public boolean isPreviousOnDisk() {
        return previousOnDisk;
    }

    /** The record written; for a delete it holds only the key and the revision of the delete. */
    public KeyValue kv() {
        return kv;
    }

    /** The record that was current before, or null if the key was created or the record is compacted away. */
    public @Nullable KeyValue previous() {
        return previous;
    }

    public boolean isDelete() {
        return kv.isTombstone();
    }

    /** This event laid out as mvccpb.Event; shared, read only. */
    public byte[] wire(boolean withPrevious) {
        if (withPrevious && previous != null) {
            byte[] built = wireWithPrevious;
            if (built == null) {
                built = build(previous);
                wireWithPrevious = built;
            }
            return built;
        }
        byte[] built = wire;
        if (built == null) {
            built = build(null);
            wire = built;
        }
        return built;
    }

    private byte[] build(@Nullable KeyValue withPrevious) {
        int size = WireWriter.sizeOfBytesField(kv.wire().length) + 2;
        if (withPrevious != null) {
            size += WireWriter.sizeOfBytesField(withPrevious.wire().length);
        }
        WireWriter out = new WireWriter(size);
        if (isDelete()) {
            out.varintField(FIELD_TYPE, 1);
        }
        out.bytesField(FIELD_KV, kv.wire());
        if (withPrevious != null) {
            out.bytesField(FIELD_PREV_KV, withPrevious.wire());
        }
        return out.toBytes();
    }
}
