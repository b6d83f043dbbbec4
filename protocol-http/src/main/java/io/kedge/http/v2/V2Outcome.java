/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.v2;

/** Where a request's one outcome goes. */
interface V2Outcome {

    /** {@code index} is the store's revision then. */
    void succeed(V2Event event, long index);

    void fail(V2Exception reason);
}
