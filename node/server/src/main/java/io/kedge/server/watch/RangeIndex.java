/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.server.watch;

import io.kedge.model.Key;
import io.kedge.model.KeyRange;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Groups by range: a search tree over (start, end) in which each node knows the highest end below it, so that finding
 * the ranges around a key takes O(log n) steps and O(log n) for each range found, whatever else is watched. Random
 * priorities keep it balanced (a treap: parents have higher priorities than their children). Not thread safe.
 */
final class RangeIndex {

    private final SplittableRandom priorities = new SplittableRandom();
    private @Nullable Node root;

    private static final class Node {

        private final WatchGroup group;
        private final long priority;
        private @Nullable Node left;
        private @Nullable Node right;

        /** The highest end in this subtree; null if one has no upper bound. */
        private @Nullable Key highestEnd;

        Node(WatchGroup group, long priority) {
            this.group = group;
            this.priority = priority;
            this.highestEnd = group.range().end();
        }

        void update() {
            highestEnd = higher(group.range().end(), higherOf(left, right));
        }

        /** The highest end of two subtrees; the lowest key there is if both are empty. */
        private static @Nullable Key higherOf(@Nullable Node one, @Nullable Node other) {
            if (one == null) {
                return other == null ? LOWEST : other.highestEnd;
            }
            return other == null ? one.highestEnd : higher(one.highestEnd, other.highestEnd);
        }

        private static @Nullable Key higher(@Nullable Key one, @Nullable Key other) {
            if (one == null || other == null) {
                return null;
            }
            return one.compareTo(other) >= 0 ? one : other;
        }
    }

    private static final Key LOWEST = Key.of(new byte[0]);

    /** The group of a range, made if there is none. */
    WatchGroup groupOf(KeyRange range) {
        Node node = root;
        while (node != null) {
            int order = compare(range, node.group.range());
            if (order == 0) {
                return node.group;
            }
            node = order < 0 ? node.left : node.right;
        }
        WatchGroup group = new WatchGroup(range);
        root = insert(root, new Node(group, priorities.nextLong()));
        return group;
    }

    /** Forgets a range; nothing if it is not here. */
    void remove(KeyRange range) {
        root = remove(root, range);
    }

    /**
     * Calls {@code found} with the group of each range that holds {@code key}; it must not change this index. Returns
     * how many ranges were looked at.
     */
    int forEachAround(Key key, Consumer<WatchGroup> found) {
        return visit(root, key, found);
    }

    private static int visit(@Nullable Node node, Key key, Consumer<WatchGroup> found) {
        if (node == null || !isBelow(key, node.highestEnd)) {
            return 0;
        }
        int looked = 1 + visit(node.left, key, found);
        KeyRange range = node.group.range();
        if (range.start().compareTo(key) <= 0) {
            if (isBelow(key, range.end())) {
                found.accept(node.group);
            }
            looked += visit(node.right, key, found);
        }
        return looked;
    }

    private static boolean isBelow(Key key, @Nullable Key end) {
        return end == null || key.compareTo(end) < 0;
    }

    /** By start, then by end; an unbounded one comes last. */
    private static int compare(KeyRange one, KeyRange other) {
        int starts = one.start().compareTo(other.start());
        if (starts != 0) {
            return starts;
        }
        Key oneEnd = one.end();
        Key otherEnd = other.end();
        if (oneEnd == null || otherEnd == null) {
            return Boolean.compare(oneEnd == null, otherEnd == null);
        }
        return oneEnd.compareTo(otherEnd);
    }

    private static Node insert(@Nullable Node node, Node added) {
        if (node == null) {
            return added;
        }
        if (compare(added.group.range(), node.group.range()) < 0) {
            Node left = insert(node.left, added);
            node.left = left;
            return left.priority > node.priority ? rotateRight(node, left) : updated(node);
        }
        Node right = insert(node.right, added);
        node.right = right;
        return right.priority > node.priority ? rotateLeft(node, right) : updated(node);
    }

    private static Node rotateRight(Node node, Node left) {
        node.left = left.right;
        left.right = updated(node);
        return updated(left);
    }

    private static Node rotateLeft(Node node, Node right) {
        node.right = right.left;
        right.left = updated(node);
        return updated(right);
    }

    private static @Nullable Node remove(@Nullable Node node, KeyRange range) {
        if (node == null) {
            return null;
        }
        int order = compare(range, node.group.range());
        if (order == 0) {
            return join(node.left, node.right);
        }
        if (order < 0) {
            node.left = remove(node.left, range);
        } else {
            node.right = remove(node.right, range);
        }
        return updated(node);
    }

    /** One tree of two; every range of {@code low} comes before every one of {@code high}. */
    private static @Nullable Node join(@Nullable Node low, @Nullable Node high) {
        if (low == null || high == null) {
            return low == null ? high : low;
        }
        if (low.priority > high.priority) {
            low.right = join(low.right, high);
            return updated(low);
        }
        high.left = join(low, high.left);
        return updated(high);
    }

    private static Node updated(Node node) {
        node.update();
        return node;
    }
}
