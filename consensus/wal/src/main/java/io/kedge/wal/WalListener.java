/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.wal;

import java.io.IOException;

/** Hears what a log does, on the thread that does it; must be quick and must not throw. */
public interface WalListener {

    /** Hears nothing. */
    WalListener NONE = new WalListener() {};

    /** One batch of {@code bytes} was written and forced in {@code nanos}. */
    default void forced(long nanos, long bytes) {}

    /** The segment after the current one could not be made: out of space before the current is full. */
    default void nextSegmentFailed(IOException cause) {}

    /** The segment after the current one is ready; ends what {@link #nextSegmentFailed} began. */
    default void nextSegmentReady() {}

    /** A released segment could not be deleted; it is tried again with the next release. */
    default void releaseFailed(IOException cause) {}
}
