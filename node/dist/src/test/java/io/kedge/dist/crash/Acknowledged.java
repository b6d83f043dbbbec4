/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.crash;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** What the server has told its clients is kept, and what it may or may not have done. Safe for many threads. */
final class Acknowledged {

    /** A write: each writes a value that no other write uses. */
    record Write(String key, String value) {}

    private final TreeMap<Long, Write> byRevision = new TreeMap<>();
    private final Map<String, Write> attempted = new HashMap<>();

    /** Before the request goes out. */
    synchronized void attempt(Write write) {
        attempted.put(write.value(), write);
    }

    /** The server said that this write made this revision. */
    synchronized void acknowledge(long revision, Write write) {
        Write before = byRevision.put(revision, write);
        if (before != null) {
            throw new AssertionError("revision " + revision + " acknowledged twice: " + before + " and " + write);
        }
    }

    synchronized boolean wasAttempted(Write write) {
        return write.equals(attempted.get(write.value()));
    }

    synchronized TreeMap<Long, Write> all() {
        return new TreeMap<>(byRevision);
    }

    synchronized int count() {
        return byRevision.size();
    }
}
