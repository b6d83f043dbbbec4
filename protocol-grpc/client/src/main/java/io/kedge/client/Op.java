/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.client;

/** One operation of a transaction. */
public sealed interface Op {

    /** Put a key. */
    record Put(Bytes key, Bytes value, PutOptions options) implements Op {}

    /** Read a range; it sees what earlier operations of the same transaction wrote. */
    record Get(KeyRange range, GetOptions options) implements Op {}

    /** Delete a range; {@code previous} returns what was deleted. */
    record Delete(KeyRange range, boolean previous) implements Op {}

    /** Put a key. */
    static Op put(String key, String value) {
        return new Put(Bytes.of(key), Bytes.of(value), PutOptions.defaults());
    }

    /** Put a key. */
    static Op put(Bytes key, Bytes value) {
        return new Put(key, value, PutOptions.defaults());
    }

    /** Read one key. */
    static Op get(String key) {
        return new Get(KeyRange.single(key), GetOptions.defaults());
    }

    /** Read a range. */
    static Op get(KeyRange range) {
        return new Get(range, GetOptions.defaults());
    }

    /** Delete one key. */
    static Op delete(String key) {
        return new Delete(KeyRange.single(key), false);
    }

    /** Delete a range. */
    static Op delete(KeyRange range) {
        return new Delete(range, false);
    }
}
