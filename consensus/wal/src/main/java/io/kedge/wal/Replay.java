/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.wal;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Rebuilds the log's content from verified batches in order. Invariant: entry i of the list has index base + 1 + i. */
final class Replay {

    private final ArrayList<WalEntry> entries = new ArrayList<>();
    private boolean started;
    private long baseIndex;
    private long baseTerm;
    private WalHardState hardState = WalHardState.EMPTY;

    /** Applies the batch at {@code offset} of the last of {@code live}, the segments so far. */
    void batch(BatchHeader header, ByteBuffer frames, int offset, List<Segment> live) throws WalCorruptException {
        String name = live.get(live.size() - 1).name();
        if (!started) {
            started = true;
            baseIndex = header.baseIndex();
            baseTerm = header.baseTerm();
        } else if (header.baseIndex() != lastIndex()) {
            throw new WalCorruptException(
                    name, offset, "continues after entry " + header.baseIndex() + ", the last is " + lastIndex());
        }
        hardState = header.hardState();
        int at = 0;
        int end = header.bodyBytes();
        int count = 0;
        while (at < end) {
            int payloadBytes = end - at < BatchCodec.FRAME_BYTES ? -1 : frames.getInt(at);
            if (payloadBytes < 0 || payloadBytes > end - at - BatchCodec.FRAME_BYTES) {
                throw new WalCorruptException(name, offset, "a frame passes the end of its batch");
            }
            frame(frames, at, payloadBytes, name, live);
            at += BatchCodec.FRAME_BYTES + BatchCodec.padded(payloadBytes);
            count++;
        }
        if (count != header.frames()) {
            throw new WalCorruptException(name, offset, count + " frames instead of " + header.frames());
        }
    }

    private void frame(ByteBuffer frames, int at, int payloadBytes, String name, List<Segment> live)
            throws WalCorruptException {
        byte kind = frames.get(at + 4);
        long index = frames.getLong(at + 8);
        long term = frames.getLong(at + 16);
        if (kind == BatchCodec.KIND_RESET) {
            entries.clear();
            baseIndex = index;
            baseTerm = term;
            live.forEach(older -> older.dropLiveFrom(index + 1));
        } else if (kind == BatchCodec.KIND_ENTRY && index >= 1 && index <= lastIndex() + 1) {
            byte[] payload = new byte[payloadBytes];
            frames.get(at + BatchCodec.FRAME_BYTES, payload);
            live.forEach(older -> older.dropLiveFrom(index));
            live.get(live.size() - 1).raiseLive(index);
            entry(new WalEntry(index, term, frames.get(at + 5), payload));
        } else {
            throw new WalCorruptException(
                    name,
                    at,
                    "frame of kind " + kind + " with index " + index + " after entry " + lastIndex()
                            + " makes no sense");
        }
    }

    private void entry(WalEntry entry) {
        if (entry.index() <= baseIndex) {
            baseIndex = entry.index() - 1;
            baseTerm = baseIndex == 0 ? 0 : WalRecovered.TERM_UNKNOWN;
            entries.clear();
        } else {
            int keep = (int) (entry.index() - baseIndex - 1);
            entries.subList(keep, entries.size()).clear();
        }
        entries.add(entry);
    }

    private long lastIndex() {
        return baseIndex + entries.size();
    }

    WalRecovered result(byte[] metadata) {
        return new WalRecovered(metadata, hardState, baseIndex, baseTerm, entries);
    }
}
