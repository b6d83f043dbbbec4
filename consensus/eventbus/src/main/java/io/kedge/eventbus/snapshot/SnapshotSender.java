/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.eventbus.snapshot;

import io.kedge.eventbus.PeerRequests;
import io.kedge.eventbus.Responder;
import io.kedge.eventbus.wire.SnapshotCodec;
import io.kedge.eventbus.wire.SnapshotFile;
import io.kedge.eventbus.wire.WireException;
import io.vertx.core.Context;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives snapshots to members that ask. At most one transfer for each peer and {@link SnapshotLimits#transfersMax} in
 * all; each holds at most a few pieces in memory. On the transport's context.
 */
public final class SnapshotSender {
    private static final Logger log = LoggerFactory.getLogger(SnapshotSender.class);
    private static final int READS_MAX = 4;
    private static final long SWEEP_MILLIS = 1_000;
    private static final byte[] NOTHING = {};

    private final Context context;
    private final SnapshotSource source;
    private final SnapshotLimits limits;
    private final Map<Long, Transfer> byPeer = new HashMap<>();
    private final Set<Long> opening = new HashSet<>();
    private final LongConsumer fetched;
    private final long timerId;

    /**
     * Starts to answer; call it on {@code context}, the transport's.
     *
     * @param fetched told the id of a member that has all of a snapshot and lets it go
     */
    public SnapshotSender(
            PeerRequests requests,
            Context context,
            SnapshotSource source,
            SnapshotLimits limits,
            LongConsumer fetched) {
        this.fetched = fetched;
        this.context = context;
        this.source = source;
        this.limits = limits;
        requests.serve(SnapshotKinds.OPEN, this::open);
        requests.serve(SnapshotKinds.READ, this::read);
        requests.serve(SnapshotKinds.CLOSE, this::close);
        timerId = context.owner().setPeriodic(SWEEP_MILLIS, id -> sweep());
    }

    /** Lets every snapshot go. */
    public void stop() {
        context.owner().cancelTimer(timerId);
        List.copyOf(byPeer.keySet()).forEach(this::end);
    }

    /** Transfers under way. */
    public int transfers() {
        return byPeer.size();
    }

    private void open(long from, byte[] payload, Responder responder) {
        SnapshotCodec.Open open;
        try {
            open = SnapshotCodec.readOpen(payload);
        } catch (WireException e) {
            responder.reply(SnapshotKinds.STATUS_BAD, NOTHING);
            return;
        }
        Transfer known = byPeer.get(from);
        if (known != null && known.id == open.transfer()) {
            known.usedNanos = System.nanoTime();
            responder.reply(SnapshotKinds.STATUS_OK, SnapshotCodec.listing(known.pinned.listing()));
            return;
        }
        end(from);
        if (opening.contains(from) || byPeer.size() + opening.size() >= limits.transfersMax()) {
            responder.reply(SnapshotKinds.STATUS_BUSY, NOTHING);
            return;
        }
        opening.add(from);
        OnContext.then(context, source.open(open.minIndex()), (pinned, failure) -> {
            opening.remove(from);
            if (failure != null) {
                log.warn("no snapshot for member {}: {}", Long.toHexString(from), failure.toString());
                responder.reply(SnapshotKinds.STATUS_FAILED, NOTHING);
                return;
            }
            byPeer.put(from, new Transfer(open.transfer(), pinned));
            log.info(
                    "member {} fetches the snapshot at {}: {} files, {} bytes",
                    Long.toHexString(from),
                    pinned.listing().index(),
                    pinned.listing().files().size(),
                    pinned.listing().lengthBytes());
            responder.reply(SnapshotKinds.STATUS_OK, SnapshotCodec.listing(pinned.listing()));
        });
    }

    private void read(long from, byte[] payload, Responder responder) {
        SnapshotCodec.Read read;
        try {
            read = SnapshotCodec.readRead(payload);
        } catch (WireException e) {
            responder.reply(SnapshotKinds.STATUS_BAD, NOTHING);
            return;
        }
        Transfer transfer = byPeer.get(from);
        if (transfer == null || transfer.id != read.transfer()) {
            responder.reply(SnapshotKinds.STATUS_GONE, NOTHING);
        } else if (!isInside(transfer, read)) {
            responder.reply(SnapshotKinds.STATUS_BAD, NOTHING);
        } else if (transfer.reads >= READS_MAX) {
            responder.reply(SnapshotKinds.STATUS_BUSY, NOTHING);
        } else {
            transfer.reads++;
            transfer.isAllRead |= isEnd(transfer, read);
            transfer.usedNanos = System.nanoTime();
            OnContext.then(
                    context,
                    transfer.pinned.read(read.file(), read.offset(), read.length()),
                    (piece, failure) -> answer(from, transfer, piece, failure, responder));
        }
    }

    private void answer(long from, Transfer transfer, byte[] piece, @Nullable Throwable failure, Responder responder) {
        transfer.reads--;
        if (failure == null) {
            responder.reply(SnapshotKinds.STATUS_OK, SnapshotCodec.chunk(piece));
        } else {
            log.warn("a snapshot for member {} cannot be read: {}", Long.toHexString(from), failure.toString());
            responder.reply(SnapshotKinds.STATUS_FAILED, NOTHING);
        }
    }

    private void close(long from, byte[] payload, Responder responder) {
        Transfer transfer = byPeer.get(from);
        try {
            if (transfer != null
                    && transfer.id == SnapshotCodec.readOpen(payload).transfer()) {
                end(from);
                if (transfer.isAllRead) {
                    fetched.accept(from);
                }
            }
            responder.reply(SnapshotKinds.STATUS_OK, NOTHING);
        } catch (WireException e) {
            responder.reply(SnapshotKinds.STATUS_BAD, NOTHING);
        }
    }

    private boolean isInside(Transfer transfer, SnapshotCodec.Read read) {
        List<SnapshotFile> files = transfer.pinned.listing().files();
        return read.file() >= 0
                && read.file() < files.size()
                && read.length() > 0
                && read.length() <= SnapshotLimits.CHUNK_BYTES_MAX
                && read.offset() <= files.get(read.file()).lengthBytes() - read.length();
    }

    /** Files are read in order, each to its end. */
    private static boolean isEnd(Transfer transfer, SnapshotCodec.Read read) {
        List<SnapshotFile> files = transfer.pinned.listing().files();
        return read.file() == files.size() - 1
                && read.offset() + read.length() == files.get(read.file()).lengthBytes();
    }

    private void sweep() {
        long usedBefore = System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(limits.idleMillis());
        for (Map.Entry<Long, Transfer> each : List.copyOf(byPeer.entrySet())) {
            if (each.getValue().usedNanos - usedBefore < 0) {
                log.warn("member {} stopped fetching its snapshot", Long.toHexString(each.getKey()));
                end(each.getKey());
            }
        }
    }

    private void end(long peer) {
        Transfer transfer = byPeer.remove(peer);
        if (transfer != null) {
            transfer.pinned.close();
        }
    }

    private static final class Transfer {
        final long id;
        final SnapshotSource.Pinned pinned;
        long usedNanos = System.nanoTime();
        int reads;
        boolean isAllRead;

        Transfer(long id, SnapshotSource.Pinned pinned) {
            this.id = id;
            this.pinned = pinned;
        }
    }
}
