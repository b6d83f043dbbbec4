/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.client;

import java.util.List;

/**
 * The answer to a delete.
 *
 * @param revision the store's revision after it; unchanged when nothing was there
 * @param deleted how many keys were deleted
 * @param previous what they held, if that was asked for
 */
public record DeleteResult(long revision, long deleted, List<KeyValue> previous) implements OpResult {}
