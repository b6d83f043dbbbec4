/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.rest;

import io.vertx.core.json.JsonObject;

/** A request that is refused for a reason of HTTP: what it expected does not hold, or its form is not served. */
final class RefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient JsonObject problem;
    private final int status;

    private RefusedException(int status, JsonObject problem) {
        super(problem.getString("detail"), null, false, false);
        this.status = status;
        this.problem = problem;
    }

    /** {@code name} names the kind of refusal: it is the end of the problem's type. */
    static RefusedException of(int status, String name, String detail) {
        return new RefusedException(
                status,
                new JsonObject()
                        .put("type", "urn:kedge:" + name)
                        .put("title", name.replace('-', ' '))
                        .put("status", status)
                        .put("detail", detail));
    }

    /** With one more field in the answer. */
    RefusedException with(String field, Object value) {
        problem.put(field, value);
        return this;
    }

    int status() {
        return status;
    }

    JsonObject problem() {
        return problem;
    }
}
