/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.check;

import io.kedge.simulator.history.EventLog;
import io.kedge.simulator.history.Item;
import io.kedge.simulator.history.WatchEvent;
import io.kedge.simulator.history.WatchResponse;
import io.kedge.simulator.history.WatchResponse.Kind;
import io.kedge.simulator.history.WatchStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Holds one watch to the true events: each promise by itself, then all events together. Used once. */
public final class WatchCheck {

    private final WatchStream stream;
    private final EventLog log;
    private final List<WatchFault> faults = new ArrayList<>();
    private final List<WatchEvent> received = new ArrayList<>();
    /** Revision and key of each. */
    private final Set<String> seen = new HashSet<>();
    /** The highest revision that a progress promised, or 0. */
    private long promised;

    private boolean canceled;
    /** Previous values before it may be gone. */
    private final long compacted;

    private WatchCheck(WatchStream stream, EventLog log, long compacted) {
        this.stream = stream;
        this.log = log;
        this.compacted = compacted;
    }

    /**
     * All that is wrong with the stream; nothing if it is sound.
     *
     * @param log complete up to the last revision that any response shows
     * @param compacted the highest revision compacted while the watch ran, or 0
     */
    public static List<WatchFault> check(WatchStream stream, EventLog log, long compacted) {
        WatchCheck check = new WatchCheck(stream, log, compacted);
        for (int i = 0; i < stream.responses().size(); i++) {
            check.response(i, stream.responses().get(i));
        }
        check.whole();
        return List.copyOf(check.faults);
    }

    private void response(int number, WatchResponse response) {
        if (canceled) {
            fault(WatchRule.WELL_FORMED, number, "a response after the end");
        }
        if (response.kind() == Kind.CANCELED) {
            canceled = true;
            long next = Math.max(stream.firstRevision(), Math.max(promised, lastRevision()) + 1);
            if (response.compactRevision() > 0 && stream.firstRevision() > 0 && response.compactRevision() <= next) {
                fault(WatchRule.WELL_FORMED, number, "canceled as compacted, yet " + next + " is readable");
            }
        } else if (response.kind() == Kind.PROGRESS) {
            progress(number, response);
        }
        long before = lastRevision();
        for (WatchEvent event : response.events()) {
            event(number, response, event, before);
        }
    }

    private void progress(int number, WatchResponse response) {
        if (!response.events().isEmpty()) {
            fault(WatchRule.WELL_FORMED, number, "a progress with events");
        }
        long revision = response.revision();
        if (revision < promised || revision < lastRevision()) {
            fault(WatchRule.BOOKMARKABLE, number, "progress fell to " + revision);
        }
        if (revision < stream.request().startRevision()) {
            fault(WatchRule.BOOKMARKABLE, number, "progress at " + revision + " before the start");
        }
        // Revisions from the last event's own on: it may have been cut in two.
        long from = received.isEmpty() ? stream.firstRevision() : lastRevision() + 1;
        if (from > 0) {
            from = Math.max(from, promised + 1);
            List<WatchEvent> missing = log.wanted(stream.request(), from, revision);
            if (!missing.isEmpty()) {
                fault(WatchRule.BOOKMARKABLE, number, "progress at " + revision + " overtook " + missing.get(0));
            }
        }
        promised = Math.max(promised, revision);
    }

    /** @param before the last revision of the responses before this one */
    private void event(int number, WatchResponse response, WatchEvent event, long before) {
        long revision = event.revision();
        if (!stream.request().wants(event) || revision < stream.firstRevision()) {
            fault(WatchRule.FILTER, number, "not asked for: " + event);
        }
        if (revision < lastRevision()) {
            fault(WatchRule.ORDERED, number, revision + " after " + lastRevision());
        }
        if (!seen.add(revision + " " + event.key())) {
            fault(WatchRule.UNIQUE, number, "again: " + event);
        }
        if (revision == before && !received.isEmpty()) {
            fault(WatchRule.ATOMIC, number, "revision " + revision + " began in an earlier response");
        }
        if (revision <= promised) {
            fault(WatchRule.BOOKMARKABLE, number, revision + " after a progress at " + promised);
        }
        if (response.revision() < revision) {
            fault(WatchRule.WELL_FORMED, number, "header " + response.revision() + " is behind " + event);
        }
        Item previous = log.itemAt(event.key(), revision - 1);
        previous(number, event, previous);
        if (event.create() != (event.put() && previous == null)) {
            fault(WatchRule.CREATE, number, "create is " + event.create() + ", before there was " + previous);
        }
        received.add(event);
    }

    private void previous(int number, WatchEvent event, @Nullable Item previous) {
        Item told = event.previous();
        if (!stream.request().withPrevious()) {
            if (told != null) {
                fault(WatchRule.PREVIOUS, number, "not asked for: " + event);
            }
        } else if (!Objects.equals(told, previous) && !(told == null && event.revision() <= compacted)) {
            fault(WatchRule.PREVIOUS, number, "before there was " + previous + ", told was " + told);
        }
    }

    /** The events together: the first one, and no other than the true ones up to the last. */
    private void whole() {
        int last = stream.responses().size() - 1;
        long to = Math.max(promised, lastRevision());
        long from = stream.firstRevision();
        if (from == 0 && !received.isEmpty()) {
            from = received.get(0).revision();
        }
        if (from == 0) {
            return;
        }
        List<WatchEvent> right = log.wanted(stream.request(), from, to);
        if (stream.request().startRevision() > 0 && !received.isEmpty() && !right.isEmpty()) {
            if (!isSame(right.get(0), received.get(0))) {
                fault(WatchRule.RESUMABLE, 0, "begins with " + received.get(0) + ", not with " + right.get(0));
            }
        }
        for (int i = 0; i < Math.max(right.size(), received.size()); i++) {
            WatchEvent wanted = i < right.size() ? right.get(i) : null;
            WatchEvent got = i < received.size() ? received.get(i) : null;
            if (wanted == null || got == null || !isEqual(wanted, got)) {
                fault(WatchRule.RELIABLE, last, "event " + i + " should be " + wanted + ", is " + got);
                return;
            }
        }
    }

    private static boolean isSame(WatchEvent one, WatchEvent other) {
        return one.revision() == other.revision() && one.key().equals(other.key());
    }

    private static boolean isEqual(WatchEvent one, WatchEvent other) {
        return one.put() == other.put() && one.item().equals(other.item());
    }

    private long lastRevision() {
        return received.isEmpty() ? 0 : received.get(received.size() - 1).revision();
    }

    private void fault(WatchRule rule, int response, String what) {
        faults.add(new WatchFault(rule, response, what));
    }
}
