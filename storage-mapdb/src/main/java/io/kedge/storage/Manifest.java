/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.storage;

import io.kedge.replica.backend.StoreState;
import java.util.List;

/**
 * What is current.
 *
 * @param nextNumber of the next segment; above every number ever named by a manifest
 * @param segments in order: of any space, the records of one come before those of the next
 */
record Manifest(StoreState state, long nextNumber, List<SegmentInfo> segments) {

    static final Manifest EMPTY = new Manifest(StoreState.EMPTY, 1, List.of());
}
