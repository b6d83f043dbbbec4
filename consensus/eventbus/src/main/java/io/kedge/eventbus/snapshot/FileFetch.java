/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.eventbus.snapshot;

import io.kedge.eventbus.wire.Body;
import io.kedge.eventbus.wire.SnapshotCodec;
import io.kedge.eventbus.wire.SnapshotFile;
import io.kedge.eventbus.wire.WireException;
import io.vertx.core.Context;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Fetches one file. {@code writtenTo <= askedTo <= length}; at most {@link SnapshotLimits#window} pieces lie between
 * the two: asked for, arrived out of turn, or being written. After a failed question only what is being written goes
 * on, until {@link #resume}. On the transport's context.
 */
final class FileFetch {
    private final SnapshotFetch fetch;
    private final Context context;
    private final SnapshotLimits limits;
    private final SnapshotSink sink;
    private final int number;
    private final SnapshotFile file;
    /** Pieces that arrived and wait for those before them, by offset. */
    private final Map<Long, byte[]> arrived = new HashMap<>();

    private long writtenTo;
    private long askedTo;
    private int underway;
    private boolean writing;
    private boolean broken = true;
    private boolean resumeAfterWrite;
    private boolean finishing;
    /** Answers to questions of an earlier round are ignored. */
    private int round;

    FileFetch(
            SnapshotFetch fetch,
            Context context,
            SnapshotLimits limits,
            SnapshotSink sink,
            int number,
            SnapshotFile file,
            long writtenTo) {
        this.fetch = fetch;
        this.context = context;
        this.limits = limits;
        this.sink = sink;
        this.number = number;
        this.file = file;
        this.writtenTo = writtenTo;
    }

    /** Asks on from what is written. */
    void resume() {
        if (writing) {
            resumeAfterWrite = true;
            return;
        }
        resumeAfterWrite = false;
        broken = false;
        askedTo = writtenTo;
        underway = 0;
        arrived.clear();
        ask();
    }

    /** Whether the sink has a piece in hand. */
    boolean isWriting() {
        return writing;
    }

    private void ask() {
        if (writtenTo == file.lengthBytes()) {
            finish();
            return;
        }
        while (!broken && underway < limits.window() && askedTo < file.lengthBytes()) {
            long offset = askedTo;
            int length = (int) Math.min(limits.chunkBytes(), file.lengthBytes() - offset);
            int asked = round;
            askedTo += length;
            underway++;
            fetch.read(number, offset, length).onComplete((reply, failure) -> {
                if (asked == round && !fetch.isOver()) {
                    answered(offset, length, reply, failure);
                }
            });
        }
    }

    private void answered(long offset, int length, Body.@Nullable Reply reply, @Nullable Throwable failure) {
        if (failure != null || reply == null || reply.status() != SnapshotKinds.STATUS_OK) {
            broken(reply == null ? String.valueOf(failure) : "a read was answered with " + reply.status());
            return;
        }
        try {
            arrived.put(offset, SnapshotCodec.readChunk(reply.payload(), length));
            write();
        } catch (WireException e) {
            broken(e.getMessage());
        }
    }

    private void broken(@Nullable String why) {
        broken = true;
        round++;
        arrived.clear();
        fetch.retry(String.valueOf(why));
    }

    private void write() {
        byte[] piece = writing ? null : arrived.remove(writtenTo);
        if (piece == null) {
            return;
        }
        writing = true;
        OnContext.then(context, sink.write(number, writtenTo, piece), (nothing, failure) -> {
            writing = false;
            if (failure != null) {
                fetch.fail("the sink failed: " + failure);
            } else if (!fetch.isOver()) {
                written(piece.length);
            }
        });
    }

    private void written(int bytes) {
        writtenTo += bytes;
        underway--;
        fetch.progressed(bytes);
        if (resumeAfterWrite) {
            resume();
        } else if (!broken) {
            write();
            ask();
        }
    }

    private void finish() {
        if (finishing) {
            return;
        }
        finishing = true;
        OnContext.then(context, sink.finish(number), (crc32c, failure) -> {
            if (failure != null) {
                fetch.fail("the sink failed: " + failure);
            } else if (!fetch.isOver()) {
                fetch.finished(file, crc32c);
            }
        });
    }
}
