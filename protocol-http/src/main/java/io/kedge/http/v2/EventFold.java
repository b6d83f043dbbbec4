/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.v2;

import io.kedge.model.Cause;
import io.kedge.model.Event;
import io.kedge.model.Key;
import io.kedge.model.KeyRange;
import io.kedge.model.KeyValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The store's events as the v2 interface tells them to a watcher of one path: a directory that goes takes all below it
 * along in one event, a file replaced by a directory is one event, a refresh is none, and what is hidden from the
 * watcher is left out.
 */
final class EventFold {

    private static final char AFTER_SLASH = '/' + 1;
    private static final byte[] ZERO = {0};

    private final V2Path watched;
    private final boolean recursive;

    EventFold(V2Path watched, boolean recursive) {
        this.watched = watched;
        this.recursive = recursive;
    }

    /**
     * One range with the path's file and marker and, for a recursive watch, all below, so that events come in their
     * order. It also has the siblings whose names go on with a char below the slash; they are left out when folding.
     */
    KeyRange range() {
        Key start = watched.file();
        if (watched.isRoot()) {
            return recursive ? watched.directory() : KeyRange.single(start);
        }
        Key end = recursive
                ? Bytes.key(watched.raw() + AFTER_SLASH)
                : watched.marker().concat(ZERO);
        return new KeyRange(start, end, false);
    }

    /** Of whole revisions. */
    List<V2Event> fold(List<Event> events) {
        List<V2Event> folded = new ArrayList<>();
        int from = 0;
        for (int to = 1; to <= events.size(); to++) {
            if (to == events.size() || revision(events.get(to)) != revision(events.get(from))) {
                foldRevision(events.subList(from, to), folded);
                from = to;
            }
        }
        return folded;
    }

    private static long revision(Event event) {
        return event.kv().modRevision();
    }

    private void foldRevision(List<Event> events, List<V2Event> folded) {
        Set<String> goneDirectories = new HashSet<>();
        Set<String> madeDirectories = new HashSet<>();
        Map<String, KeyValue> goneFiles = new HashMap<>();
        if (events.size() > 1) {
            for (Event event : events) {
                String raw = Bytes.of(event.kv().key().bytes());
                KeyValue previous = event.previous();
                if (raw.endsWith("/")) {
                    (event.isDelete() ? goneDirectories : madeDirectories).add(raw);
                } else if (event.isDelete() && previous != null) {
                    goneFiles.put(raw, previous);
                }
            }
        }
        for (Event event : events) {
            String raw = Bytes.of(event.kv().key().bytes());
            boolean wentAlong =
                    event.isDelete() && (isBelow(raw, goneDirectories) || madeDirectories.contains(raw + "/"));
            V2Path path = wentAlong || event.kv().cause() == Cause.V2_REFRESH ? null : V2Path.ofKey(raw);
            if (path != null && isWatched(path)) {
                boolean directory = raw.endsWith("/");
                KeyValue replaced = directory && !event.isDelete() ? goneFiles.get(path.raw()) : null;
                folded.add(tell(event, path, directory, replaced));
            }
        }
    }

    private static boolean isBelow(String raw, Set<String> directories) {
        if (directories.isEmpty()) {
            return false;
        }
        for (int slash = raw.indexOf('/', 1); slash >= 0 && slash < raw.length() - 1; ) {
            if (directories.contains(raw.substring(0, slash + 1))) {
                return true;
            }
            slash = raw.indexOf('/', slash + 1);
        }
        return false;
    }

    private boolean isWatched(V2Path path) {
        if (path.equals(watched)) {
            return true;
        }
        return recursive
                && path.depth() > watched.depth()
                && path.upTo(watched.depth()).equals(watched)
                && path.parts().subList(watched.depth(), path.depth()).stream().noneMatch(part -> part.startsWith("_"));
    }

    private static V2Event tell(Event event, V2Path path, boolean directory, @Nullable KeyValue replacedFile) {
        KeyValue kv = event.kv();
        KeyValue before = event.previous();
        V2Node previous = before == null ? null : V2Node.of(path, before, directory);
        if (replacedFile != null) {
            previous = V2Node.of(path, replacedFile, false);
        }
        if (!event.isDelete()) {
            return new V2Event(actionOfPut(kv.cause()), V2Node.of(path, kv, directory), previous);
        }
        if (previous != null && kv.cause() == Cause.LEASE_EXPIRED) {
            previous.lease = 0;
        }
        long created = before == null ? 0 : before.createRevision();
        return new V2Event(
                actionOfDelete(kv.cause()), V2Node.gone(path, directory, kv.modRevision(), created), previous);
    }

    private static String actionOfPut(Cause cause) {
        return switch (cause) {
            case V2_CREATE -> "create";
            case V2_UPDATE -> "update";
            case V2_COMPARE_AND_SWAP -> "compareAndSwap";
            default -> "set";
        };
    }

    private static String actionOfDelete(Cause cause) {
        return switch (cause) {
            case LEASE_EXPIRED -> "expire";
            case V2_COMPARE_AND_DELETE -> "compareAndDelete";
            default -> "delete";
        };
    }
}
