/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.eventbus.snapshot;

/** A snapshot could not be fetched. What was received so far stays in the sink, for another attempt. */
public final class SnapshotFailedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    SnapshotFailedException(String message) {
        super(message);
    }
}
