/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.spi;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.Predicate;

/** The shared client port; requests go to the first route that matches, in the order of registration. */
public interface ClientPort {

    /** Both are called on this loop for every request of this loop's connections. */
    void route(Predicate<HttpServerRequest> matches, Handler<HttpServerRequest> handler);
}
