/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.v2;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpHeaders;

/** A whole reply of the v2 interface. */
record V2Reply(int status, HttpHeaders headers, String text) {

    JsonObject json() {
        return new JsonObject(text);
    }

    JsonObject node() {
        return json().getJsonObject("node");
    }

    JsonObject previous() {
        return json().getJsonObject("prevNode");
    }

    String action() {
        return json().getString("action");
    }

    long modified() {
        return node().getLong("modifiedIndex");
    }

    int errorCode() {
        return json().getInteger("errorCode", 0);
    }

    /** {@code X-Etcd-Index}. */
    long index() {
        return headers.firstValueAsLong("X-Etcd-Index").orElse(-1);
    }

    @Override
    public String toString() {
        return status + " " + text.strip();
    }
}
