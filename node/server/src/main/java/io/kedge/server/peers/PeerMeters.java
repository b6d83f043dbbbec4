/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.server.peers;

import io.kedge.eventbus.PeerCounters;
import io.kedge.eventbus.RoundTrips;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToDoubleFunction;

/** The links to other members in Prometheus's text format: etcd's names where it has them, else {@code kedge_peer_}. */
final class PeerMeters {

    private static final long ACTIVE_NANOS = TimeUnit.SECONDS.toNanos(3);
    private static final String ROUND_TRIP = "etcd_network_peer_round_trip_time_seconds";

    private final StringBuilder text = new StringBuilder();
    private final String local;
    private final Map<Long, PeerCounters> links;

    /** @param links by the peers' ids */
    PeerMeters(long self, Map<Long, PeerCounters> links) {
        this.local = hex(self);
        this.links = new TreeMap<>(links);
    }

    /** All of it; {@code known} are the members' ids, this one's included. */
    String scrape(Collection<Long> known, ImageCounts images) {
        type("etcd_network_known_peers", "gauge");
        known.stream().sorted().forEach(id -> sample("etcd_network_known_peers", between(id), 1));
        if (links.isEmpty()) {
            return text.toString();
        }
        long now = System.nanoTime();
        type("etcd_network_active_peers", "gauge");
        links.forEach((id, link) ->
                sample("etcd_network_active_peers", between(id), link.silentNanos(now) < ACTIVE_NANOS ? 1 : 0));
        perLink("etcd_network_peer_sent_bytes_total", "counter", "To", PeerCounters::sentBytes);
        perLink("etcd_network_peer_received_bytes_total", "counter", "From", PeerCounters::receivedBytes);
        perLink("etcd_network_peer_sent_failures_total", "counter", "To", PeerCounters::droppedMessages);
        perLink("etcd_network_peer_received_failures_total", "counter", "From", PeerCounters::refusedEnvelopes);
        perLink("kedge_peer_window_bytes", "gauge", "To", PeerCounters::heldBytes);
        perLink("kedge_peer_unreachable_total", "counter", "To", PeerCounters::unreachableReports);
        roundTrips();
        perPeer("etcd_network_snapshot_send_success", "To", images.sent);
        perPeer("etcd_network_snapshot_receive_success", "From", images.received);
        perPeer("etcd_network_snapshot_receive_failures", "From", images.receiveFailures);
        return text.toString();
    }

    private void roundTrips() {
        type(ROUND_TRIP, "histogram");
        links.forEach((id, link) -> {
            RoundTrips trips = link.roundTrips();
            String to = label("To", id);
            for (int i = 0; i < trips.boundCount(); i++) {
                sample(ROUND_TRIP + "_bucket", to + ",le=\"" + trips.bound(i) + "\"", trips.countUpTo(i));
            }
            long all = trips.countUpTo(trips.boundCount());
            sample(ROUND_TRIP + "_bucket", to + ",le=\"+Inf\"", all);
            sample(ROUND_TRIP + "_sum", to, trips.totalSeconds());
            sample(ROUND_TRIP + "_count", to, all);
        });
    }

    private void perLink(String name, String type, String label, ToDoubleFunction<PeerCounters> value) {
        type(name, type);
        links.forEach((id, link) -> sample(name, label(label, id), value.applyAsDouble(link)));
    }

    /** Nothing is written before the first of them, as in etcd. */
    private void perPeer(String name, String label, Map<Long, LongAdder> counts) {
        if (!counts.isEmpty()) {
            type(name, "counter");
            new TreeMap<>(counts).forEach((id, count) -> sample(name, label(label, id), count.sum()));
        }
    }

    private void type(String name, String type) {
        text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    }

    private void sample(String name, String labels, double value) {
        text.append(name).append('{').append(labels).append("} ").append(value).append('\n');
    }

    private String between(long peer) {
        return "Local=\"" + local + "\"," + label("Remote", peer);
    }

    private static String label(String name, long id) {
        return name + "=\"" + hex(id) + "\"";
    }

    private static String hex(long id) {
        return Long.toHexString(id);
    }
}
