/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.v2;

import io.kedge.model.KeyValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A file or directory as a reply shows it. Numbers of 0 are not shown, nor is the root's path. */
final class V2Node {

    final V2Path path;
    /** Null for a directory, and for a file that is gone. */
    final @Nullable String value;

    final boolean directory;
    final List<V2Node> nodes = new ArrayList<>(0);
    long modifiedIndex;
    long createdIndex;
    /** 0 unless a time to live of its own is to be shown. */
    long lease;

    long ttlSeconds;

    @Nullable
    Instant expiration;

    private V2Node(V2Path path, @Nullable String value, boolean directory) {
        this.path = path;
        this.value = value;
        this.directory = directory;
    }

    /** A directory without a marker: nobody made it, so it has no indexes. */
    static V2Node directory(V2Path path) {
        return new V2Node(path, null, true);
    }

    /** What {@code kv} is, a file or a marker, without what is below it. */
    static V2Node of(V2Path path, KeyValue kv, boolean directory) {
        V2Node node = new V2Node(path, directory ? null : Bytes.of(kv.value()), directory);
        node.mark(kv);
        return node;
    }

    /** A node just written. */
    static V2Node written(V2Path path, @Nullable String value, long revision, long created) {
        V2Node node = new V2Node(path, value, value == null);
        node.modifiedIndex = revision;
        node.createdIndex = created;
        return node;
    }

    /** What is left of a node. */
    static V2Node gone(V2Path path, boolean directory, long revision, long created) {
        V2Node node = new V2Node(path, null, directory);
        node.modifiedIndex = revision;
        node.createdIndex = created;
        return node;
    }

    /** Gives a directory the numbers of its marker. */
    void mark(KeyValue kv) {
        modifiedIndex = kv.modRevision();
        createdIndex = kv.createRevision();
        lease = directory || !V2Leases.isOfDirectory(kv.lease()) ? kv.lease() : 0;
    }

    void expires(V2Leases.Remaining remaining) {
        ttlSeconds = remaining.seconds();
        expiration = remaining.until();
    }

    void sort() {
        nodes.sort(Comparator.comparing((V2Node node) -> node.path.raw()).thenComparing(node -> node.directory));
        nodes.forEach(V2Node::sort);
    }
}
