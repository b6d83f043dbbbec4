/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.api;

import io.kedge.model.Caller;

/** Opens streams of watches. */
public interface Watches {

    /** A stream whose events go to {@code sink}, on this loop, until it is closed. */
    WatchStream open(Caller caller, WatchSink sink);
}
