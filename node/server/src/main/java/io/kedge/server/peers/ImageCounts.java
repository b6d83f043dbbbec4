/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.server.peers;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * Images of stores that went from member to member since the process began; outlives the member's beginning again with
 * one of them. Any thread.
 */
public final class ImageCounts {

    final Map<Long, LongAdder> sent = new ConcurrentHashMap<>();
    final Map<Long, LongAdder> received = new ConcurrentHashMap<>();
    final Map<Long, LongAdder> receiveFailures = new ConcurrentHashMap<>();
    private final AtomicInteger installing = new AtomicInteger();

    /** The peer has fetched all of an image. */
    void sent(long peer) {
        count(sent, peer);
    }

    /** An image has arrived; it is taken over now. */
    void received(long peer) {
        count(received, peer);
        installing.set(1);
    }

    void receiveFailed(long peer) {
        count(receiveFailures, peer);
        installing.set(0);
    }

    /** The member runs on the image. */
    public void installed() {
        installing.set(0);
    }

    /** 1 from an image's arrival until the member runs on it. */
    public int installing() {
        return installing.get();
    }

    private static void count(Map<Long, LongAdder> counts, long peer) {
        counts.computeIfAbsent(peer, key -> new LongAdder()).increment();
    }
}
