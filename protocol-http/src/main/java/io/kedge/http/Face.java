/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http;

import io.vertx.core.http.HttpServerRequest;

/** One way in which HTTP shows the node, on one event loop. */
public interface Face {

    /** Whether requests for {@code path}, as it came over the wire, are this face's. */
    boolean answers(String path);

    void handle(HttpServerRequest request);

    /** Whether it refuses writes from pages of other hosts itself, with errors of its own form. */
    default boolean judgesOrigins() {
        return false;
    }

    /** Ends what it keeps open of its own accord; connections are closed by their owner. */
    default void stop() {}
}
