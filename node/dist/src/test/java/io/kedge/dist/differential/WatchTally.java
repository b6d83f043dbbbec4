/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.differential;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.kedge.dist.support.Outcome;
import io.kedge.grpc.proto.etcdserverpb.WatchCreateRequest;
import io.kedge.grpc.proto.etcdserverpb.WatchResponse;
import io.kedge.grpc.proto.mvccpb.Event;
import java.util.ArrayList;
import java.util.List;

/** What one watch was told, as a flat list: how events were grouped into responses is the server's choice. */
final class WatchTally {

    /** An event or the watch's end. */
    record Item(String text, long revision, boolean delete) {
        @Override
        public String toString() {
            return text;
        }
    }

    private static final ByteString NUL = ByteString.copyFrom(new byte[] {0});

    private static final long CATCH_UP_NANOS = 300_000_000;

    private final WatchCreateRequest request;
    private final long createdNanos = System.nanoTime();
    private final long createdRevision;
    private final long firstRevision;
    private final boolean startCompacted;
    private final List<Item> items = new ArrayList<>();
    private int events;
    private int missing;
    private int compared;
    private boolean canceled;
    private boolean caughtUp;
    private boolean compacted;

    WatchTally(WatchCreateRequest request, long createdRevision, long compactRevision) {
        this.request = request;
        this.createdRevision = createdRevision;
        firstRevision = request.getStartRevision() == 0 ? createdRevision + 1 : request.getStartRevision();
        startCompacted = request.getStartRevision() != 0 && request.getStartRevision() < compactRevision;
    }

    synchronized void receive(WatchResponse response) {
        long lastRevision = 0;
        for (Event event : response.getEventsList()) {
            boolean delete = event.getType() == Event.EventType.DELETE;
            lastRevision = event.getKv().getModRevision();
            items.add(new Item(Outcome.oneLine((Message) event), lastRevision, delete));
            events++;
            caughtUp |= lastRevision <= createdRevision;
        }
        if (response.getHeader().getRevision() < lastRevision) {
            items.add(new Item("header.revision below its events': " + Outcome.oneLine(response), lastRevision, false));
        }
        if (response.getCanceled()) {
            canceled = true;
            compacted |= response.getCompactRevision() != 0;
            String end = "canceled, compact_revision=" + response.getCompactRevision() + ", header.revision="
                    + (response.getCompactRevision() == 0
                            ? "any"
                            : response.getHeader().getRevision())
                    + ", reason=" + response.getCancelReason();
            items.add(new Item(end, Long.MAX_VALUE, false));
        }
    }

    /**
     * Whether everything that the history promises has arrived. Before a compaction that is not enough: a watch that
     * was promised nothing may still be on its way through the past, and a server takes a moment to see that it is not.
     */
    synchronized boolean settled(List<Event> history, boolean beforeCompaction) {
        boolean maybeBehind = beforeCompaction && events == 0 && request.getStartRevision() != 0;
        boolean young = System.nanoTime() - createdNanos < CATCH_UP_NANOS;
        return canceled || (!startCompacted && events + missing >= expected(history) && !(maybeBehind && young));
    }

    /** Accepts that what is missing now will not come; the comparison shows it. */
    synchronized void giveUp(List<Event> history) {
        missing = Math.max(0, expected(history) - events);
    }

    synchronized boolean canceled() {
        return canceled;
    }

    /** Whether a compaction ended the watch. */
    synchronized boolean compacted() {
        return compacted;
    }

    /** Whether an event from before the watch's creation has come. */
    synchronized boolean caughtUp() {
        return caughtUp;
    }

    /** Whether events of revisions before this one are of no interest to the watch. */
    boolean startsAfter(long revision) {
        return request.getStartRevision() > revision;
    }

    /** What arrived since the last judgement. */
    synchronized List<Item> fresh() {
        return List.copyOf(items.subList(compared, items.size()));
    }

    /** Marks this many fresh items as judged. */
    synchronized void judged(int count) {
        compared += count;
    }

    private int expected(List<Event> history) {
        int count = 0;
        for (int i = history.size() - 1; i >= 0 && history.get(i).getKv().getModRevision() >= firstRevision; i--) {
            Event event = history.get(i);
            WatchCreateRequest.FilterType filter = event.getType() == Event.EventType.PUT
                    ? WatchCreateRequest.FilterType.NOPUT
                    : WatchCreateRequest.FilterType.NODELETE;
            if (inRange(event.getKv().getKey()) && !request.getFiltersList().contains(filter)) {
                count++;
            }
        }
        return count;
    }

    private boolean inRange(ByteString key) {
        ByteString from = request.getKey().isEmpty() ? NUL : request.getKey();
        ByteString end = request.getRangeEnd();
        if (end.isEmpty()) {
            return key.equals(from);
        }
        return Keys.compare(key, from) >= 0 && (end.equals(NUL) || Keys.compare(key, end) < 0);
    }
}
