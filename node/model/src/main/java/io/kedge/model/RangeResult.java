/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.model;

import java.util.List;

/**
 * Keys found.
 *
 * @param revision current when read, not the one asked for
 * @param more whether the limit cut something
 * @param count of all keys in the range, whatever the limit and filters
 */
public record RangeResult(long revision, List<KeyValue> kvs, boolean more, long count) implements Result, OpResult {}
