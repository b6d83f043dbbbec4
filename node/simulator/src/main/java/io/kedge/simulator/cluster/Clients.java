/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.cluster;

import io.kedge.model.CompactResult;
import io.kedge.model.LeaseResult;
import io.kedge.model.Result;
import io.kedge.model.StatusCode;
import io.kedge.replica.Proposal;
import io.kedge.replica.ReadTicket;
import io.kedge.replica.Turn;
import io.kedge.replica.mvcc.Reads;
import io.kedge.simulator.check.RaftInvariants;
import io.kedge.simulator.history.History;
import io.kedge.simulator.history.HistoryRecorder;
import io.kedge.simulator.history.Reason;
import io.kedge.simulator.history.Request;
import io.kedge.simulator.history.Response;
import io.kedge.simulator.net.Swarm;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Clients that each have one call open at a time, to any member that takes one, and remember what they were told. */
final class Clients {

    private static final long MILLI = 1_000_000L;
    private static final long SECOND = 1_000 * MILLI;

    /** A call on its way. */
    private record Call(int client, int number, Request request, ClusterMember at) {}

    private final ClusterWorld world;
    private final SplittableRandom random;
    private final Requests requests;
    private final long thinkNanos;
    private final HistoryRecorder recorder = new HistoryRecorder();
    /** By the proposal or the read; in order of their calls, for the same run from the same seed. */
    private final Map<Object, Call> open = new LinkedHashMap<>();

    /** Numbers of the operations that went well. */
    private final Set<Integer> done = new HashSet<>();

    private boolean ended;

    Clients(ClusterWorld world, SplittableRandom random) {
        this.world = world;
        this.random = random;
        this.requests = new Requests(random.split());
        this.thinkNanos = Swarm.logUniform(10 * MILLI, 120 * MILLI, random);
    }

    void start(int clients, List<Long> ids) {
        for (int client = 1; client <= clients; client++) {
            think(client, ids);
        }
    }

    private void think(int client, List<Long> ids) {
        world.schedule().after(Swarm.exponential(thinkNanos, random), "client " + client, () -> {
            if (ended) {
                return;
            }
            ClusterMember member = world.member(ids.get(random.nextInt(ids.size())));
            if (member != null && member.takesRequests()) {
                call(client, member, requests.next());
            }
            think(client, ids);
        });
    }

    /** No more calls. */
    void end() {
        ended = true;
    }

    private boolean isBusy(int client) {
        return open.values().stream().anyMatch(call -> call.client() == client);
    }

    private void call(int client, ClusterMember member, Request request) {
        if (!isBusy(client)) {
            submit(client, member, request);
        }
    }

    /** Puts a call on its way; the returned number is that of the operation. */
    int submit(int client, ClusterMember member, Request request) {
        return submit(client, member, request, 1 + random.nextInt(60));
    }

    /** @param ttlSeconds of a lease granted by it */
    int submit(int client, ClusterMember member, Request request, long ttlSeconds) {
        long now = world.schedule().nowNanos();
        int number = recorder.invoke(client, now, request);
        world.totals().operations++;
        world.note("c" + client + " asks m" + member.id + " #" + number + " " + request);
        Call call = new Call(client, number, request, member);
        if (request instanceof Request.Range range) {
            if (range.serializable()) {
                answer(call, read(member, range));
                return number;
            }
            ReadTicket ticket = new ReadTicket();
            open.put(ticket, call);
            world.invariants().readBegan(member.id, member.life(), number);
            member.read(ticket);
        } else {
            if (request instanceof Request.Grant grant) {
                expires(grant.leaseId(), ttlSeconds);
            }
            Proposal proposal = Translation.proposal(Translation.operation(request, ttlSeconds));
            open.put(proposal, call);
            member.propose(proposal);
        }
        return number;
    }

    /** From then on the lease may end at any time, or never. */
    private void expires(long lease, long ttlSeconds) {
        world.schedule()
                .after(
                        ttlSeconds * SECOND,
                        "may expire",
                        () -> recorder.invoke(0, world.schedule().nowNanos(), new Request.Revoke(lease)));
    }

    void turned(ClusterMember member, Turn turn) {
        for (Proposal proposal : turn.completed()) {
            Call call = open.remove(proposal);
            if (call != null) {
                answered(call, proposal.result(), proposal.failure());
            }
        }
        for (ReadTicket ticket : turn.reads()) {
            Call call = open.remove(ticket);
            if (call == null) {
                continue;
            }
            RaftInvariants invariants = world.invariants();
            if (ticket.failure() == null) {
                long applied = member.replica().appliedIndex();
                invariants.readAnswered(member.id, member.life(), call.number(), applied);
                answer(call, read(member, (Request.Range) call.request()));
            } else {
                invariants.readFailed(member.id, member.life(), call.number());
            }
        }
    }

    private void answered(Call call, @Nullable Result result, @Nullable StatusCode failure) {
        if (failure != null) {
            world.note("c" + call.client() + " hears #" + call.number() + " " + failure);
            Reason reason = Translation.reason(failure);
            if (reason != null) {
                recorder.failed(call.number(), world.schedule().nowNanos(), reason);
            }
        } else if (result instanceof LeaseResult lease) {
            answer(call, Translation.leaseResponse(call.request(), lease));
        } else if (result instanceof CompactResult compacted) {
            answer(call, new Response.Compact(compacted.revision()));
        } else {
            answer(call, Translation.response(Objects.requireNonNull(result, "an answer")));
        }
    }

    private void answer(Call call, Response response) {
        world.totals().answered++;
        done.add(call.number());
        world.note("c" + call.client() + " hears #" + call.number() + " " + response);
        requests.seen(response.revision());
        recorder.ok(call.number(), world.schedule().nowNanos(), response);
    }

    private static Response read(ClusterMember member, Request.Range range) {
        Reads reads = Objects.requireNonNull(member.replica().stores().users().openReads(), "a free slot");
        try {
            return Translation.response(reads.range(Translation.rangeRequest(range)));
        } finally {
            reads.close();
        }
    }

    /** What was open there stays without an answer. */
    void ended(ClusterMember member) {
        open.values().removeIf(call -> call.at() == member);
    }

    /** Whether the operation went well. */
    boolean isDone(int number) {
        return done.contains(number);
    }

    History history() {
        return recorder.history();
    }
}
