/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.client;

import java.util.List;

/**
 * The answer to a read.
 *
 * @param revision the store's revision at the time of the read; a watch from {@code revision + 1} misses nothing after
 *     it (if no older revision was asked for)
 * @param more true when the limit cut something off
 * @param count keys in the range, whatever the limit
 */
public record RangeResult(long revision, List<KeyValue> keyValues, boolean more, long count) implements OpResult {}
