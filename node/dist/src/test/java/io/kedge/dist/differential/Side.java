/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.differential;

import com.google.protobuf.Message;
import io.kedge.dist.support.Await;
import io.kedge.dist.support.Outcome;
import io.kedge.dist.support.Rpc;
import io.kedge.dist.support.ServerUnderTest;
import io.kedge.dist.support.WireClient;
import io.kedge.dist.support.WireStream;
import io.kedge.grpc.proto.etcdserverpb.*;
import io.kedge.grpc.proto.mvccpb.Event;
import io.vertx.core.Vertx;
import io.vertx.grpc.common.GrpcStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One of the two servers with our client to it. Used by one thread at a time. */
final class Side implements AutoCloseable {
    static final int STREAM_COUNT = 3;
    static final String NO_PROGRESS = "no progress reply though all watches are up to date";
    static final String NO_PROGRESS_COMPACTED = "no progress reply on a stream with a watch that a compaction ended";

    private static final Duration REPLY_LIMIT = Duration.ofSeconds(5);

    private final ServerUnderTest server;
    private final WireClient client;
    private final WireStream keepAlive;
    private final WireStream observer;
    private final List<Event> history = new ArrayList<>();
    private final WatchStreamSide[] streams = new WatchStreamSide[STREAM_COUNT];
    private int keepAliveReplies;
    private long revision = 1;
    private long compactRevision;

    Side(Vertx vertx, ServerUnderTest server) {
        this.server = server;
        client = new WireClient(vertx, server.clientPort());
        keepAlive = client.stream(Rpc.KEEP_ALIVE);
        observer = client.stream(Rpc.WATCH);
        WatchCreateRequest everything = WatchCreateRequest.newBuilder()
                .setKey(Keys.NUL)
                .setRangeEnd(Keys.NUL)
                .setStartRevision(1)
                .build();
        observer.listen(this::observe);
        observer.send(WatchRequest.newBuilder().setCreateRequest(everything).build());
        observer.await(0, WatchResponse.class);
        for (int i = 0; i < STREAM_COUNT; i++) {
            streams[i] = new WatchStreamSide(client.stream(Rpc.WATCH));
        }
    }

    ServerUnderTest server() {
        return server;
    }

    /** The newest revision that any reply named. */
    long revision() {
        return revision;
    }

    WatchStreamSide stream(int index) {
        return streams[index];
    }

    /** Does one step up to its reply, in canonical form. */
    Outcome execute(Step step) {
        Outcome outcome = perform(step);
        if (outcome.ok()) {
            revision = Math.max(revision, Canonical.revision(outcome.reply()));
            Message request = step instanceof Step.Call call ? call.request() : WatchRequest.getDefaultInstance();
            if (request instanceof CompactionRequest compaction) {
                compactRevision = compaction.getRevision();
            }
            return new Outcome(outcome.status(), "", canonical(request, outcome.reply()));
        }
        return outcome;
    }

    /** A server may answer HashKV at the compacted revision from before or after it has removed what was compacted. */
    private Message canonical(Message request, Message reply) {
        Message canonical = Canonical.of(request, reply);
        if (!(request instanceof HashKVRequest hash)) {
            return canonical;
        }
        long hashed = hash.getRevision() <= 0 ? Canonical.revision(reply) : hash.getRevision();
        return hashed == compactRevision
                ? ((HashKVResponse) canonical)
                        .toBuilder().clearCompactRevision().build()
                : canonical;
    }

    /** Waits until every watch has been told everything up to the newest revision; false when something is missing. */
    boolean settle(boolean beforeCompaction) {
        boolean observed = Await.holds(REPLY_LIMIT, () -> observedRevision() >= revision);
        List<Event> events = history();
        boolean settled = Await.holds(Duration.ofSeconds(3), () -> {
            for (WatchStreamSide stream : streams) {
                if (!stream.tallies().values().stream().allMatch(tally -> tally.settled(events, beforeCompaction))) {
                    return false;
                }
            }
            return true;
        });
        if (!settled) {
            for (WatchStreamSide stream : streams) {
                stream.tallies().values().forEach(tally -> tally.giveUp(events));
            }
        }
        return observed && settled;
    }

    /** Whether some watch got events of revisions before it was created. */
    boolean caughtUp() {
        for (WatchStreamSide stream : streams) {
            if (stream.tallies().values().stream().anyMatch(WatchTally::caughtUp)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void close() {
        client.close();
        server.close();
    }

    private Outcome perform(Step step) {
        if (step instanceof Step.Call call) {
            return client.call(call.request());
        } else if (step instanceof Step.KeepAlive beat) {
            keepAlive.send(
                    LeaseKeepAliveRequest.newBuilder().setID(beat.leaseId()).build());
            return reply(keepAlive.await(keepAliveReplies++, LeaseKeepAliveResponse.class));
        } else if (step instanceof Step.GrantAnonymous grant) {
            return grantAnonymous(grant);
        } else if (step instanceof Step.WatchCreate create) {
            return streams[create.stream()].create(create.request(), compactRevision);
        } else if (step instanceof Step.WatchCancel cancel) {
            return streams[cancel.stream()].cancel(cancel.watchId());
        } else if (step instanceof Step.WatchProgress progress) {
            return streams[progress.stream()].progress(revision);
        } else if (step instanceof Step.WatchNothing nothing) {
            return streams[nothing.stream()].nothing();
        }
        throw new IllegalArgumentException("unknown step " + step);
    }

    private Outcome grantAnonymous(Step.GrantAnonymous grant) {
        Outcome granted = client.call(
                LeaseGrantRequest.newBuilder().setTTL(grant.ttlSeconds()).build());
        if (!granted.ok()) {
            return granted;
        }
        LeaseGrantResponse reply = granted.as(LeaseGrantResponse.class);
        Outcome revoked =
                client.call(LeaseRevokeRequest.newBuilder().setID(reply.getID()).build());
        revoked.as(LeaseRevokeResponse.class);
        return reply(reply.toBuilder().setID(Long.signum(reply.getID())).build());
    }

    private synchronized void observe(Message message) {
        history.addAll(((WatchResponse) message).getEventsList());
    }

    private synchronized List<Event> history() {
        return List.copyOf(history);
    }

    private synchronized long observedRevision() {
        return history.isEmpty() ? 1 : history.get(history.size() - 1).getKv().getModRevision();
    }

    static Outcome reply(Message message) {
        return new Outcome(GrpcStatus.OK, "", message);
    }

    /** One watch stream of this side. */
    static final class WatchStreamSide {
        private final WireStream stream;
        private final Map<Long, WatchTally> tallies = new TreeMap<>();
        private final List<WatchResponse> created = new ArrayList<>();
        private final List<Long> progressRevisions = new ArrayList<>();
        private final List<WatchCreateRequest> asked = new ArrayList<>();
        private long compactRevision;

        WatchStreamSide(WireStream stream) {
            this.stream = stream;
            stream.listen(message -> receive((WatchResponse) message));
        }

        /** All watches that ever were on the stream, by id; of an id used twice the newer one. */
        synchronized Map<Long, WatchTally> tallies() {
            return new TreeMap<>(tallies);
        }

        private Outcome create(WatchCreateRequest request, long compactedTo) {
            int index;
            synchronized (this) {
                compactRevision = compactedTo;
                asked.add(request);
                index = asked.size() - 1;
            }
            stream.send(WatchRequest.newBuilder().setCreateRequest(request).build());
            return awaited("created reply", () -> created.size() > index) ? reply(created(index)) : silence();
        }

        private Outcome cancel(long watchId) {
            boolean known;
            synchronized (this) {
                known = tallies.containsKey(watchId) && !tallies.get(watchId).canceled();
            }
            stream.send(WatchRequest.newBuilder()
                    .setCancelRequest(WatchCancelRequest.newBuilder().setWatchId(watchId))
                    .build());
            if (known && !awaited("canceled reply", () -> tallies.get(watchId).canceled())) {
                return silence();
            }
            return nothing();
        }

        /** Asks again until answered, as clients do, when an answer is due; else asks once and listens for a while. */
        private Outcome progress(long revision) {
            boolean due;
            int before;
            synchronized (this) {
                List<WatchTally> active = tallies.values().stream()
                        .filter(tally -> !tally.canceled())
                        .toList();
                due = !active.isEmpty() && active.stream().noneMatch(tally -> tally.startsAfter(revision));
                before = progressRevisions.size();
            }
            long endNanos = System.nanoTime() + (due ? Duration.ofSeconds(2) : Duration.ofMillis(60)).toNanos();
            boolean answered = false;
            int requests = 0;
            while (!answered && System.nanoTime() < endNanos) {
                requests++;
                stream.send(WatchRequest.newBuilder()
                        .setProgressRequest(WatchProgressRequest.getDefaultInstance())
                        .build());
                answered = Await.holds(Duration.ofMillis(60), () -> progressCount() > before);
            }
            if (requests > 1) {
                awaitLateProgress(before + requests);
            }
            if (due && !answered) {
                boolean afterCompaction = tallies().values().stream().anyMatch(WatchTally::compacted);
                return new Outcome(GrpcStatus.UNKNOWN, afterCompaction ? NO_PROGRESS_COMPACTED : NO_PROGRESS, null);
            }
            WatchResponse.Builder seen = WatchResponse.newBuilder();
            if (answered) {
                synchronized (this) {
                    seen.setWatchId(-1);
                    seen.setHeader(ResponseHeader.newBuilder().setRevision(progressRevisions.get(before)));
                }
            }
            return reply(seen.build());
        }

        /** Replies to requests that were given up must not be taken for the next step's; they may also never come. */
        private void awaitLateProgress(int count) {
            Await.holds(Duration.ofMillis(300), () -> progressCount() >= count);
        }

        private Outcome nothing() {
            stream.send(WatchRequest.getDefaultInstance());
            return reply(WatchResponse.getDefaultInstance());
        }

        private synchronized int progressCount() {
            return progressRevisions.size();
        }

        private synchronized WatchResponse created(int index) {
            return created.get(index);
        }

        private Outcome silence() {
            String end = stream.end().isComplete()
                    ? "the stream ended: " + stream.end().result()
                    : "no reply";
            return new Outcome(GrpcStatus.UNKNOWN, end, null);
        }

        private boolean awaited(String what, java.util.function.BooleanSupplier condition) {
            return Await.holds(REPLY_LIMIT, () -> {
                        synchronized (this) {
                            return condition.getAsBoolean() || stream.end().isComplete();
                        }
                    })
                    && !stream.end().isComplete();
        }

        private synchronized void receive(WatchResponse response) {
            if (response.getCreated()) {
                if (!response.getCanceled()) {
                    WatchCreateRequest request = asked.get(created.size());
                    long createdRevision = response.getHeader().getRevision();
                    tallies.put(response.getWatchId(), new WatchTally(request, createdRevision, compactRevision));
                }
                created.add(response);
            } else if (response.getWatchId() == -1 && response.getEventsCount() == 0) {
                progressRevisions.add(response.getHeader().getRevision());
            } else {
                tallies.computeIfAbsent(
                                response.getWatchId(),
                                unknown -> new WatchTally(WatchCreateRequest.getDefaultInstance(), 0, 0))
                        .receive(response);
            }
        }
    }
}
