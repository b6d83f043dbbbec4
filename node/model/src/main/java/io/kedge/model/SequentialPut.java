/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.model;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A put whose key is assigned at apply: prefix + the revision of the write as 20 decimal digits + suffix. It never
 * overwrites: if that key exists it is refused with DUPLICATE_KEY.
 *
 * @param suffix empty unless inside a transaction
 * @param lease to attach, 0 for none
 * @param cause PUT unless inside a transaction
 */
public record SequentialPut(Key prefix, byte[] suffix, byte[] value, long lease, Cause cause)
        implements TxnOp, Operation {

    private static final byte[] EMPTY = {};

    public SequentialPut(Key prefix, byte[] value, long lease) {
        this(prefix, EMPTY, value, lease, Cause.PUT);
    }

    /** What it is when the write has this revision. */
    public PutRequest at(long revision) {
        byte[] name = String.format(Locale.ROOT, "%020d", revision).getBytes(StandardCharsets.US_ASCII);
        return new PutRequest(prefix.concat(name).concat(suffix), value, lease, false, false, false, cause);
    }
}
