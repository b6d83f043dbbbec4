/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.api;

import io.kedge.model.KeyRange;

/**
 * One watch to create.
 *
 * @param startRevision first revision wanted, 0 for what comes after now
 * @param progressNotify whether idle times are bridged by progress messages
 * @param previous whether events carry the record replaced
 * @param watchId chosen by the client, 0 for the next free one
 * @param fragment whether large batches may be split
 */
public record WatchRequest(
        KeyRange range,
        long startRevision,
        boolean progressNotify,
        boolean withoutPuts,
        boolean withoutDeletes,
        boolean previous,
        long watchId,
        boolean fragment) {}
