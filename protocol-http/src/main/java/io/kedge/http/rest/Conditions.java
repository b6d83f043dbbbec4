/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.rest;

import io.kedge.model.Compare;
import io.kedge.model.Key;
import io.kedge.model.KeyRange;
import io.kedge.model.KeyValue;
import io.kedge.model.RangeRequest;
import io.kedge.model.TxnOp;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What must hold for a write to happen: {@code If-Match}, {@code If-None-Match} and {@code Kedge-Fence}, each one
 * compare in the write's own transaction.
 *
 * @param fence null without a fence
 */
record Conditions(List<Compare> compares, @Nullable Fence fence) {

    /** The lock {@code key} is held by who got it with {@code token}. */
    record Fence(Key key, long token) {

        Compare compare() {
            return Compare.number(key, Compare.Target.CREATE, Compare.Result.EQUAL, token);
        }
    }

    static Conditions of(RestCall call, Key key) {
        List<Compare> compares = new ArrayList<>();
        String match = call.header("If-Match");
        if (match != null) {
            boolean any = match.trim().equals("*");
            compares.add(
                    any
                            ? Compare.number(key, Compare.Target.VERSION, Compare.Result.GREATER, 0)
                            : Compare.number(
                                    key, Compare.Target.MOD, Compare.Result.EQUAL, revision("If-Match", match)));
        }
        String noneMatch = call.header("If-None-Match");
        if (noneMatch != null) {
            boolean any = noneMatch.trim().equals("*");
            compares.add(
                    any
                            ? Compare.number(key, Compare.Target.CREATE, Compare.Result.EQUAL, 0)
                            : Compare.number(
                                    key,
                                    Compare.Target.MOD,
                                    Compare.Result.NOT_EQUAL,
                                    revision("If-None-Match", noneMatch)));
        }
        Fence fence = fence(call.header("Kedge-Fence"));
        if (fence != null) {
            compares.add(fence.compare());
        }
        return new Conditions(compares, fence);
    }

    boolean isEmpty() {
        return compares.isEmpty();
    }

    /** What is read when a condition does not hold: the key, and the fence's. */
    List<TxnOp> lookAgain(Key key) {
        List<TxnOp> reads = new ArrayList<>();
        reads.add(RangeRequest.of(KeyRange.single(key)));
        Fence held = fence;
        if (held != null) {
            reads.add(RangeRequest.of(KeyRange.single(held.key())));
        }
        return reads;
    }

    /** Why the write was refused, from what was read then. */
    RefusedException refusal(List<KeyValue> current, List<KeyValue> lock) {
        Fence wanted = fence;
        if (wanted != null && (lock.isEmpty() || lock.get(0).createRevision() != wanted.token())) {
            return RefusedException.of(
                    412, "fence-lost", "the lock is not held with token " + wanted.token() + " any more");
        }
        RefusedException refusal = RefusedException.of(
                412,
                "precondition-failed",
                current.isEmpty() ? "there is no such key" : "the key was changed at another revision");
        return current.isEmpty()
                ? refusal
                : refusal.with("mod_revision", current.get(0).modRevision());
    }

    /** A revision as an entity tag: {@code "5"}; the quotes may be left out. */
    static long revision(String header, String text) {
        String tag = text.trim();
        boolean quoted = tag.length() >= 2 && tag.startsWith("\"") && tag.endsWith("\"");
        try {
            return Long.parseLong(quoted ? tag.substring(1, tag.length() - 1) : tag);
        } catch (NumberFormatException e) {
            throw new BadRequestException(header + " must be the revision of one ETag, as in \"5\", or *");
        }
    }

    private static @Nullable Fence fence(@Nullable String header) {
        if (header == null) {
            return null;
        }
        int at = header.lastIndexOf(";token=");
        try {
            if (at > 0) {
                byte[] key = RawName.ofPath(header.substring(0, at).trim());
                return new Fence(
                        Key.of(key),
                        Long.parseLong(header.substring(at + ";token=".length()).trim()));
            }
        } catch (NumberFormatException e) {
            // Told below.
        }
        throw new BadRequestException("Kedge-Fence must be a lock's key and token: locks/a/7b;token=42");
    }
}
