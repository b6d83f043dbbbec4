/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.eventbus.snapshot;

import io.kedge.eventbus.Asker;
import io.kedge.eventbus.wire.Body;
import io.kedge.eventbus.wire.SnapshotCodec;
import io.kedge.eventbus.wire.SnapshotFile;
import io.kedge.eventbus.wire.SnapshotListing;
import io.kedge.eventbus.wire.WireException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * One fetch: open, then file after file. A failed question leads back to open, which is harmless to repeat: with the
 * same listing the fetch goes on where it stood. On the transport's context.
 */
public final class SnapshotFetch {
    private static final int WRONG_FILES_MAX = 3;

    private final Asker asker;
    private final Context context;
    private final SnapshotLimits limits;
    private final long from;
    private final long minIndex;
    private final SnapshotSink sink;
    private final long transfer = new SplittableRandom().nextLong();
    private final Promise<SnapshotListing> done = Promise.promise();
    private @Nullable SnapshotListing listing;
    private List<Long> present = List.of();
    private @Nullable FileFetch file;
    private int fileNumber;
    private int wrongFiles;
    private long progressNanos = System.nanoTime();
    private final LongAdder receivedBytes = new LongAdder();

    SnapshotFetch(Asker asker, Context context, SnapshotLimits limits, long from, long minIndex, SnapshotSink sink) {
        this.asker = asker;
        this.context = context;
        this.limits = limits;
        this.from = from;
        this.minIndex = minIndex;
        this.sink = sink;
    }

    /** Completes when every file is in the sink, forced and verified; else a {@link SnapshotFailedException}. */
    public Future<SnapshotListing> done() {
        return done.future();
    }

    /** Ends the fetch; {@link #done} fails with a {@link CancellationException}. */
    public void cancel() {
        end(new CancellationException("the fetch was cancelled"));
    }

    /** Bytes written to the sink so far. Any thread. */
    public long receivedBytes() {
        return receivedBytes.sum();
    }

    void start() {
        open();
    }

    /** A piece was written. */
    void progressed(int bytes) {
        receivedBytes.add(bytes);
        progressNanos = System.nanoTime();
    }

    Future<Body.Reply> read(int number, long offset, int length) {
        byte[] question = SnapshotCodec.read(new SnapshotCodec.Read(transfer, number, offset, length));
        return asker.ask(from, SnapshotKinds.READ, question, limits.answerMillis());
    }

    boolean isOver() {
        return done.future().isComplete();
    }

    /** A question failed: pause, then open again, unless nothing has moved for too long. */
    void retry(String why) {
        if (isOver()) {
            return;
        }
        long stalled = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - progressNanos);
        if (stalled >= limits.stallMillis()) {
            end(new SnapshotFailedException("no progress for " + stalled + " ms; last: " + why));
        } else {
            context.owner().setTimer(limits.retryMillis(), id -> open());
        }
    }

    void fail(String why) {
        end(new SnapshotFailedException(why));
    }

    /** The file is in the sink; {@code crc32c} is what was read back. */
    void finished(SnapshotFile expected, int crc32c) {
        if (expected.crc32c() == crc32c) {
            fileNumber++;
            nextFile();
            return;
        }
        wrongFiles++;
        if (wrongFiles >= WRONG_FILES_MAX) {
            fail("the checksum of " + expected.name() + " differs again and again");
            return;
        }
        OnContext.then(context, sink.discard(fileNumber), (nothing, failure) -> {
            if (failure != null) {
                fail("the sink failed: " + failure);
            } else if (!isOver()) {
                startFile(expected, 0);
            }
        });
    }

    private void open() {
        if (isOver()) {
            return;
        }
        byte[] question = SnapshotCodec.open(transfer, minIndex);
        asker.ask(from, SnapshotKinds.OPEN, question, limits.answerMillis()).onComplete((reply, failure) -> {
            if (isOver()) {
                return;
            }
            if (failure != null || reply.status() != SnapshotKinds.STATUS_OK) {
                retry(failure != null ? failure.toString() : "opening was answered with " + reply.status());
            } else {
                opened(reply.payload());
            }
        });
    }

    private void opened(byte[] payload) {
        SnapshotListing offered;
        try {
            offered = SnapshotCodec.readListing(payload);
        } catch (WireException e) {
            fail("the sender's listing: " + e.getMessage());
            return;
        }
        if (offered.index() < minIndex) {
            retry("the snapshot offered is at " + offered.index());
        } else if (offered.equals(listing) && file != null) {
            file.resume();
        } else if (file != null && file.isWriting()) {
            retry("the sink is still busy with the snapshot before");
        } else {
            begin(offered);
        }
    }

    private void begin(SnapshotListing offered) {
        file = null;
        OnContext.then(context, sink.begin(offered), (lengths, failure) -> {
            if (failure != null || lengths.size() != offered.files().size()) {
                fail("the sink failed: " + failure);
            } else if (!isOver()) {
                listing = offered;
                present = lengths;
                fileNumber = 0;
                nextFile();
            }
        });
    }

    private void nextFile() {
        SnapshotListing current = listing;
        if (isOver() || current == null) {
            return;
        }
        if (fileNumber == current.files().size()) {
            end(null);
            return;
        }
        SnapshotFile next = current.files().get(fileNumber);
        long here = present.get(fileNumber);
        startFile(next, here < 0 || here > next.lengthBytes() ? 0 : here);
    }

    private void startFile(SnapshotFile next, long here) {
        FileFetch fetch = new FileFetch(this, context, limits, sink, fileNumber, next, here);
        file = fetch;
        fetch.resume();
    }

    private void end(@Nullable Throwable failure) {
        if (isOver()) {
            return;
        }
        SnapshotListing complete = listing;
        if (failure == null && complete != null) {
            done.complete(complete);
        } else {
            done.fail(failure);
        }
        asker.ask(from, SnapshotKinds.CLOSE, SnapshotCodec.open(transfer, 0), limits.answerMillis());
    }
}
