/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.cluster;

import io.kedge.model.Event;
import io.kedge.replica.LeaseCall;
import io.kedge.replica.ReadTicket;
import io.kedge.replica.RevisionEvents;
import io.kedge.replica.Turn;
import io.kedge.simulator.history.Request;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Clients that hold a lease with two keys for a while and then let it go. A lease lives for its time to live after the
 * sending of the last renewal that was acknowledged, or of its grant; when it ends all its keys go in one revision; and
 * in calm one that nobody renews does end.
 */
final class LeaseClients {

    private static final long MILLI = 1_000_000L;
    private static final long SECOND = 1_000 * MILLI;
    private static final int FIRST_CLIENT = 2_000;
    private static final long FIRST_LEASE = 1_000;
    private static final long GIVE_UP_NANOS = 8 * SECOND;
    private static final int RENEWALS_MAX = 12;
    private static final int TTL_SECONDS_MAX = 6;

    /** A lease that was granted. */
    private static final class Held {
        final long id;
        final long ttlNanos;
        /** It must not end before. */
        long livesUntilNanos;

        final Set<String> keys = new HashSet<>();
        boolean ended;

        Held(long id, long ttlNanos) {
            this.id = id;
            this.ttlNanos = ttlNanos;
        }
    }

    /** What one client is at. */
    private static final class Holder {
        final int client;
        @Nullable
        Held lease;

        boolean granted;
        int number = -1;
        @Nullable
        String key;

        @Nullable
        LeaseCall call;

        long sinceNanos;
        int renewals;

        Holder(int client) {
            this.client = client;
        }
    }

    private final ClusterWorld world;
    private final SplittableRandom random;
    private final Clients clients;
    private final List<Long> ids;
    private final List<Holder> holders = new ArrayList<>();
    private final TreeMap<String, Held> byKey = new TreeMap<>();
    private long lastLease = FIRST_LEASE;
    private boolean ended;

    LeaseClients(ClusterWorld world, SplittableRandom random, Clients clients, List<Long> ids) {
        this.world = world;
        this.random = random;
        this.clients = clients;
        this.ids = ids;
    }

    void start(int count) {
        for (int i = 0; i < count; i++) {
            Holder holder = new Holder(FIRST_CLIENT + i);
            holders.add(holder);
            next(holder);
        }
    }

    /** Nobody renews any more. */
    void end() {
        ended = true;
    }

    private void next(Holder holder) {
        world.schedule().after(random.nextLong(400 * MILLI), "lease", () -> {
            if (!ended) {
                act(holder);
                next(holder);
            }
        });
    }

    private void act(Holder holder) {
        long now = world.schedule().nowNanos();
        Held lease = holder.lease;
        if (lease == null) {
            grant(holder);
        } else if (holder.number >= 0) {
            if (clients.isDone(holder.number)) {
                done(holder, lease);
            } else if (now - holder.sinceNanos > GIVE_UP_NANOS) {
                letGo(holder);
            }
        } else if (lease.keys.size() < 2) {
            put(holder, lease);
        } else if (holder.call != null && now - holder.sinceNanos < lease.ttlNanos / 3) {
            return;
        } else if (lease.ended || holder.renewals >= RENEWALS_MAX) {
            letGo(holder);
        } else {
            renew(holder, lease);
        }
    }

    private @Nullable ClusterMember anyMember() {
        ClusterMember member = world.member(ids.get(random.nextInt(ids.size())));
        return member != null && member.takesRequests() ? member : null;
    }

    private void grant(Holder holder) {
        ClusterMember member = anyMember();
        if (member != null) {
            long ttlSeconds = 1 + random.nextInt(TTL_SECONDS_MAX);
            Held lease = new Held(++lastLease, ttlSeconds * SECOND);
            holder.lease = lease;
            holder.sinceNanos = world.schedule().nowNanos();
            holder.number = clients.submit(holder.client, member, new Request.Grant(lease.id), ttlSeconds);
        }
    }

    private void put(Holder holder, Held lease) {
        ClusterMember member = anyMember();
        if (member != null) {
            String key = "lease" + lease.id + "." + lease.keys.size();
            byKey.put(key, lease);
            holder.key = key;
            holder.sinceNanos = world.schedule().nowNanos();
            holder.number = clients.submit(holder.client, member, new Request.Put(key, "held", lease.id), 0);
        }
    }

    private static void done(Holder holder, Held lease) {
        holder.number = -1;
        String key = holder.key;
        holder.key = null;
        if (key != null) {
            lease.keys.add(key);
        } else {
            holder.granted = true;
            lease.livesUntilNanos = holder.sinceNanos + lease.ttlNanos;
        }
    }

    private void renew(Holder holder, Held lease) {
        ClusterMember member = anyMember();
        if (member != null) {
            LeaseCall call = new LeaseCall(LeaseCall.Kind.RENEW, lease.id, false);
            holder.call = call;
            holder.sinceNanos = world.schedule().nowNanos();
            world.note("c" + holder.client + " asks m" + member.id + " to renew " + lease.id);
            member.input(() -> member.replica().read(call));
        }
    }

    private static void letGo(Holder holder) {
        holder.lease = null;
        holder.granted = false;
        holder.number = -1;
        holder.key = null;
        holder.call = null;
        holder.renewals = 0;
    }

    void turned(Turn turn) {
        for (ReadTicket ticket : turn.reads()) {
            for (Holder holder : holders) {
                Held lease = holder.lease;
                if (holder.call == ticket && lease != null && holder.call != null) {
                    answered(holder, holder.call, lease);
                }
            }
        }
    }

    private void answered(Holder holder, LeaseCall call, Held lease) {
        holder.call = null;
        if (call.failure() != null) {
            return;
        }
        long now = world.schedule().nowNanos();
        if (call.seconds() == 0) {
            mayEnd(lease, "is not found");
            lease.ended = true;
            return;
        }
        world.totals().renewals++;
        holder.renewals++;
        lease.livesUntilNanos = Math.max(lease.livesUntilNanos, holder.sinceNanos + lease.ttlNanos);
        world.note("c" + holder.client + " hears that " + lease.id + " lives for " + call.seconds() + " s from "
                + now / MILLI + " ms on");
    }

    /** The first member publishes a revision. */
    void published(RevisionEvents revision) {
        Set<String> gone = new HashSet<>();
        for (Event event : revision.events()) {
            if (event.isDelete()) {
                gone.add(new String(event.kv().key().bytes(), StandardCharsets.UTF_8));
            }
        }
        for (String key : gone) {
            Held lease = byKey.get(key);
            if (lease != null) {
                mayEnd(lease, "loses " + key);
                if (!gone.containsAll(lease.keys)) {
                    throw new AssertionError("lease " + lease.id + " ends with " + gone + " of " + lease.keys);
                }
                if (!lease.ended) {
                    world.totals().expiries++;
                }
                lease.ended = true;
            }
        }
    }

    private void mayEnd(Held lease, String what) {
        long now = world.schedule().nowNanos();
        if (now < lease.livesUntilNanos) {
            throw new AssertionError("lease " + lease.id + " " + what + " at " + now / MILLI
                    + " ms, it was to live until " + lease.livesUntilNanos / MILLI + " ms");
        }
    }

    /** Whether no member has any of the leases left. */
    boolean areOver(List<ClusterMember> members) {
        return members.stream()
                .allMatch(member -> member.replica().stores().system().leases().all().stream()
                        .allMatch(lease -> lease.id() <= FIRST_LEASE || lease.id() > lastLease));
    }
}
