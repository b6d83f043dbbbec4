/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.json;

import io.kedge.model.KedgeException;
import io.kedge.model.StatusCode;

/** Ids of leases, members and clusters: lower-case hexadecimal text, for 64 bits are too many for JavaScript. */
public final class HexId {

    private HexId() {}

    public static String of(long id) {
        return Long.toHexString(id);
    }

    /** Throws LEASE_NOT_FOUND for text that is no id. */
    public static long lease(String text) {
        try {
            return Long.parseUnsignedLong(text, 16);
        } catch (NumberFormatException e) {
            throw new KedgeException(
                    StatusCode.LEASE_NOT_FOUND, "a lease's id is written in hexadecimal, not \"" + text + "\"");
        }
    }
}
