/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.v2;

import io.kedge.model.Key;
import io.kedge.model.KeyRange;
import io.kedge.model.KeyValue;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * A directory's listing, built from its keys in order, in pages. Keys below one directory follow each other, its marker
 * first, so the directories open at any time are those on the way to the last key. Hidden parts, and keys that are no
 * clean path, are left out; a listing of one level skips what lies deeper.
 */
final class Listing {

    static final int PAGE_KEYS = 200;
    static final long BYTES_MAX = 32L << 20;

    private static final int NODE_BYTES = 200;
    private static final char AFTER_SLASH = '/' + 1;
    private static final byte[] ZERO = {0};

    private final V2Path path;
    private final boolean recursive;
    private final V2Node root;
    private final Deque<V2Node> open = new ArrayDeque<>();
    private KeyRange rest;
    private long bytes;

    Listing(V2Path path, boolean recursive) {
        this.path = path;
        this.recursive = recursive;
        this.root = V2Node.directory(path);
        this.rest = path.directory();
    }

    /** What is still to be read. */
    KeyRange rest() {
        return rest;
    }

    boolean isTooLarge() {
        return bytes > BYTES_MAX;
    }

    V2Node directory() {
        return root;
    }

    /** Takes the first keys of {@link #rest}. */
    void add(List<KeyValue> kvs) {
        for (KeyValue kv : kvs) {
            if (kv.key().compareTo(rest.start()) >= 0) {
                add(kv);
            }
        }
    }

    private void add(KeyValue kv) {
        rest = new KeyRange(kv.key().concat(ZERO), rest.end(), false);
        String raw = Bytes.of(kv.key().bytes());
        if (raw.equals(path.prefix())) {
            if (!path.isRoot()) {
                root.mark(kv);
            }
            return;
        }
        String below = raw.substring(path.prefix().length());
        int slash = below.indexOf('/');
        String name = slash < 0 ? below : below.substring(0, slash);
        boolean isHidden = name.isEmpty() || name.startsWith("_");
        if (slash >= 0 && (isHidden || !recursive)) {
            Key next = Bytes.key(path.prefix() + name + AFTER_SLASH);
            rest = new KeyRange(next, rest.end(), false);
        }
        boolean isMarker = raw.endsWith("/");
        V2Path found = V2Path.ofKey(slash >= 0 && !recursive ? path.prefix() + name : raw);
        if (isHidden || found == null) {
            return;
        }
        int shown = shownDepth(found);
        if (shown < found.depth()) {
            // A directory with nothing but hidden nodes is an empty one.
            directory(found.upTo(shown));
            return;
        }
        bytes += NODE_BYTES + raw.length() + kv.valueLength();
        if (slash < 0) {
            root.nodes.add(V2Node.of(found, kv, false));
        } else if (!recursive) {
            V2Node child = V2Node.directory(found);
            if (isMarker && slash == below.length() - 1) {
                child.mark(kv);
            }
            root.nodes.add(child);
        } else if (isMarker) {
            directory(found).mark(kv);
        } else {
            directory(found.upTo(found.depth() - 1)).nodes.add(V2Node.of(found, kv, false));
        }
    }

    /** How many parts come before one that is hidden here. */
    private int shownDepth(V2Path found) {
        int depth = path.depth();
        while (depth < found.depth() && !found.parts().get(depth).startsWith("_")) {
            depth++;
        }
        return depth;
    }

    /** The open directory of that path; those on the way are opened, others closed. */
    private V2Node directory(V2Path wanted) {
        while (!open.isEmpty() && !isOn(open.peek().path, wanted)) {
            open.pop();
        }
        V2Node parent = open.isEmpty() ? root : open.peek();
        for (int depth = parent.path.depth() + 1; depth <= wanted.depth(); depth++) {
            V2Node next = V2Node.directory(wanted.upTo(depth));
            parent.nodes.add(next);
            open.push(next);
            parent = next;
        }
        return parent;
    }

    private static boolean isOn(V2Path part, V2Path whole) {
        return part.depth() <= whole.depth() && whole.upTo(part.depth()).equals(part);
    }
}
