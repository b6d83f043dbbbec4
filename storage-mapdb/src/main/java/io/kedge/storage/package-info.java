/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The on-disk half of the store: immutable MapDB segments made current by an atomically replaced manifest.
 *
 * <p>The order in which anything becomes durable, in a flush as in a merge:
 *
 * <ol>
 *   <li>each new segment is written under a temporary name and forced;
 *   <li>it is renamed to its own name, which no earlier segment had;
 *   <li>the directory is forced: the segments are there for good, but nobody knows them;
 *   <li>the new manifest is written under a temporary name and forced;
 *   <li>it is renamed over the old manifest and the directory forced: from here on it is current;
 *   <li>segments that only the old manifest knew are deleted after their last reader.
 * </ol>
 *
 * <p>A crash before step 5 leaves files that the manifest does not know; the next open deletes them.
 */
@NullMarked
package io.kedge.storage;

import org.jspecify.annotations.NullMarked;
