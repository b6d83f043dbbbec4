/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.cluster;

import io.kedge.model.Event;
import io.kedge.model.KedgeException;
import io.kedge.model.StatusCode;
import io.kedge.replica.RevisionEvents;
import io.kedge.replica.Turn;
import io.kedge.replica.mvcc.MvccStore;
import io.kedge.replica.mvcc.Reads;
import io.kedge.simulator.check.WatchCheck;
import io.kedge.simulator.check.WatchFault;
import io.kedge.simulator.history.EventLog;
import io.kedge.simulator.history.KeySet;
import io.kedge.simulator.history.WatchEvent;
import io.kedge.simulator.history.WatchRequest;
import io.kedge.simulator.history.WatchResponse;
import io.kedge.simulator.history.WatchStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;

/**
 * Watches that follow one member each, as long as that lives and keeps its store, then go on at another where they
 * were: first what they missed, read back from the member's history, then what its turns publish.
 */
final class Watchers {

    private static final long MILLI = 1_000_000L;

    /** One watch at one member. */
    private static final class Stream {
        final ClusterMember member;
        final int life;
        final WatchRequest request;
        final List<WatchResponse> responses = new ArrayList<>();
        long created;
        /** All events up to here were sent. */
        long sent;

        Stream(ClusterMember member, WatchRequest request) {
            this.member = member;
            this.life = member.life();
            this.request = request;
        }

        void send(List<Event> events, long revision) {
            List<WatchEvent> wanted = new ArrayList<>();
            for (Event event : events) {
                WatchEvent shown = event.isDelete()
                        ? WatchEvent.delete(
                                TrueEvents.shown(event).key(), event.kv().modRevision(), null)
                        : WatchEvent.put(TrueEvents.shown(event), null);
                if (request.wants(shown)) {
                    wanted.add(shown);
                }
            }
            if (!wanted.isEmpty()) {
                responses.add(WatchResponse.events(revision, wanted));
            }
        }
    }

    private final ClusterWorld world;
    private final SplittableRandom random;
    private final List<Stream> live = new ArrayList<>();
    private final List<Stream> all = new ArrayList<>();

    Watchers(ClusterWorld world, SplittableRandom random) {
        this.world = world;
        this.random = random;
    }

    void start(int watches, List<Long> ids) {
        for (int i = 0; i < watches; i++) {
            KeySet keys = i == 0 ? KeySet.prefixed("k") : KeySet.single("k" + i);
            open(WatchRequest.of(keys, i == 0 ? 1 : 0), ids);
        }
    }

    private void open(WatchRequest request, List<Long> ids) {
        world.schedule().after(random.nextLong(500 * MILLI), "watch", () -> {
            ClusterMember member = world.member(ids.get(random.nextInt(ids.size())));
            if (member == null || !member.takesRequests()) {
                open(request, ids);
                return;
            }
            Stream stream = new Stream(member, request);
            all.add(stream);
            world.totals().watches++;
            if (catchUp(stream)) {
                live.add(stream);
                follow(stream, ids);
            } else {
                open(WatchRequest.of(request.keys(), 0), ids);
            }
        });
    }

    /** False if the past is compacted. */
    private boolean catchUp(Stream stream) {
        MvccStore users = stream.member.replica().stores().users();
        long published = users.published();
        stream.created = published;
        long from = stream.request.startRevision();
        stream.sent = Math.max(published, from - 1);
        if (from == 0 || from > published) {
            return true;
        }
        Reads reads = Objects.requireNonNull(users.openReads(), "a free slot");
        try {
            while (from <= published) {
                Reads.History past =
                        reads.history(Translation.range(stream.request.keys()), from, published, 500, false);
                stream.send(past.events(), published);
                from = past.complete() + 1;
            }
            return true;
        } catch (KedgeException e) {
            if (e.code() != StatusCode.COMPACTED) {
                throw e;
            }
            stream.responses.add(WatchResponse.canceled(users.publishedCompacted()));
            return false;
        } finally {
            reads.close();
        }
    }

    /** Now and then a watch is closed by its client, which resumes it elsewhere. */
    private void follow(Stream stream, List<Long> ids) {
        world.schedule().after(random.nextLong(8_000 * MILLI), "watch moves", () -> {
            live.remove(stream);
            open(WatchRequest.of(stream.request.keys(), stream.sent + 1), ids);
        });
    }

    void turned(ClusterMember member, Turn turn) {
        if (live.isEmpty()) {
            return;
        }
        long published = member.replica().stores().users().published();
        for (Stream stream : live) {
            if (stream.member != member || stream.life != member.life()) {
                continue;
            }
            for (RevisionEvents events : turn.events()) {
                if (events.revision() == stream.sent + 1) {
                    stream.send(events.events(), published);
                    stream.sent = events.revision();
                }
            }
            boolean begun = published >= stream.request.startRevision();
            if (!turn.events().isEmpty() && begun && stream.sent == published && random.nextInt(20) == 0) {
                stream.responses.add(WatchResponse.progress(published));
            }
        }
    }

    /** All that is wrong with any of them. */
    List<WatchFault> check(EventLog log, long compacted) {
        List<WatchFault> faults = new ArrayList<>();
        for (Stream stream : all) {
            WatchStream whole = new WatchStream(stream.request, stream.created, stream.responses);
            for (WatchResponse response : stream.responses) {
                world.totals().watchEvents += response.events().size();
            }
            faults.addAll(WatchCheck.check(whole, log, compacted));
        }
        return faults;
    }
}
