/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.front;

import io.kedge.spi.ProtocolProvider;
import io.kedge.spi.ProtocolVerticle;

/** Makes HTTP known to the node under the name http. */
public final class HttpProtocolProvider implements ProtocolProvider {

    @Override
    public String name() {
        return "http";
    }

    @Override
    public ProtocolVerticle create() {
        return new HttpProtocolVerticle();
    }
}
