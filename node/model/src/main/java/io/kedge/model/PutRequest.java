/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.model;

/**
 * A write of one key.
 *
 * @param lease to attach, 0 for none
 * @param previous whether the reply carries the record replaced
 * @param ignoreValue keep the current value; the key must exist
 * @param ignoreLease keep the current lease; the key must exist
 * @param cause kept with the record
 */
public record PutRequest(
        Key key, byte[] value, long lease, boolean previous, boolean ignoreValue, boolean ignoreLease, Cause cause)
        implements TxnOp, Operation {

    public PutRequest(Key key, byte[] value, long lease, boolean previous, boolean ignoreValue, boolean ignoreLease) {
        this(key, value, lease, previous, ignoreValue, ignoreLease, Cause.PUT);
    }

    public static PutRequest of(Key key, byte[] value) {
        return new PutRequest(key, value, 0, false, false, false);
    }

    public static PutRequest of(Key key, byte[] value, long lease) {
        return new PutRequest(key, value, lease, false, false, false);
    }
}
