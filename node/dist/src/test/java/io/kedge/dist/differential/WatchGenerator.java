/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.differential;

import com.google.protobuf.ByteString;
import io.kedge.grpc.proto.etcdserverpb.WatchCreateRequest;
import java.util.List;
import java.util.Random;

/** Random requests on a few watch streams. */
final class WatchGenerator {
    private static final int WATCHES_PER_STREAM_MAX = 6;

    private final Random random;
    private final Knowledge known;
    private final boolean negativeStartIsRefused;

    WatchGenerator(Random random, Knowledge known, boolean negativeStartIsRefused) {
        this.negativeStartIsRefused = negativeStartIsRefused;
        this.random = random;
        this.known = known;
    }

    Step next() {
        int stream = random.nextInt(Side.STREAM_COUNT);
        List<Long> active = known.watches.get(stream);
        int dice = random.nextInt(20);
        if (active.size() >= WATCHES_PER_STREAM_MAX) {
            return new Step.WatchCancel(stream, active.get(random.nextInt(active.size())));
        } else if (dice < 11) {
            return new Step.WatchCreate(stream, create());
        } else if (dice < 15) {
            boolean unknown = active.isEmpty() || one(4);
            return new Step.WatchCancel(stream, unknown ? 1000 : active.get(random.nextInt(active.size())));
        } else if (dice < 19) {
            return new Step.WatchProgress(stream);
        }
        return new Step.WatchNothing(stream);
    }

    /** A watch of everything from the oldest revision there is. */
    Step catchUp() {
        return from(known.compactRevision + 1);
    }

    /** A watch of everything from this revision. */
    Step from(long revision) {
        return new Step.WatchCreate(
                0,
                WatchCreateRequest.newBuilder()
                        .setKey(Keys.NUL)
                        .setRangeEnd(Keys.NUL)
                        .setStartRevision(revision)
                        .setPrevKv(true)
                        .build());
    }

    private WatchCreateRequest create() {
        Keys.Kind[] kinds = Keys.Kind.values();
        Keys.Span span = Keys.span(random, one(3) ? Keys.Kind.PREFIX : kinds[random.nextInt(kinds.length)]);
        WatchCreateRequest.Builder builder = WatchCreateRequest.newBuilder()
                .setKey(span.key())
                .setRangeEnd(span.end())
                .setStartRevision(start())
                .setPrevKv(one(2))
                .setFragment(one(6))
                .setProgressNotify(one(6));
        if (one(15)) {
            builder.setKey(ByteString.EMPTY).setRangeEnd(Keys.NUL);
        }
        if (one(5)) {
            builder.addFilters(WatchCreateRequest.FilterType.NOPUT);
        }
        if (one(5)) {
            builder.addFilters(WatchCreateRequest.FilterType.NODELETE);
        }
        return one(4) ? builder.setWatchId(1 + random.nextInt(6)).build() : builder.build();
    }

    private long start() {
        return switch (random.nextInt(12)) {
            case 0, 1, 2 ->
                Math.max(1, known.compactRevision)
                        + (long) (random.nextDouble() * (known.revision - known.compactRevision));
            case 3 -> known.compactRevision;
            case 4 -> Math.max(0, known.compactRevision - 1 - random.nextInt(3));
            case 5 -> known.revision + 1 + random.nextInt(20);
            case 6 -> negativeStartIsRefused && one(2) ? -1 - random.nextInt(3) : known.revision;
            default -> 0;
        };
    }

    private boolean one(int in) {
        return random.nextInt(in) == 0;
    }
}
