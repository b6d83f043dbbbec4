/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.client;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;

/** An immutable byte string: a key or a value. Ordered as the store orders keys, by unsigned bytes. */
public final class Bytes implements Comparable<Bytes> {

    /** No bytes at all. */
    public static final Bytes EMPTY = new Bytes(ByteString.EMPTY);

    private final ByteString content;

    private Bytes(ByteString content) {
        this.content = content;
    }

    /** The UTF-8 encoding of {@code text}. */
    public static Bytes of(String text) {
        return new Bytes(ByteString.copyFromUtf8(text));
    }

    /** A copy of {@code bytes}. */
    public static Bytes of(byte[] bytes) {
        return new Bytes(ByteString.copyFrom(bytes));
    }

    static Bytes of(ByteString wire) {
        return wire.isEmpty() ? EMPTY : new Bytes(wire);
    }

    ByteString wire() {
        return content;
    }

    /** Length in bytes. */
    public int size() {
        return content.size();
    }

    /** True when there are no bytes. */
    public boolean isEmpty() {
        return content.isEmpty();
    }

    /** The byte at {@code index}; throws {@link IndexOutOfBoundsException} outside {@code [0, size)}. */
    public byte at(int index) {
        return content.byteAt(index);
    }

    /** A fresh copy of the bytes. */
    public byte[] toByteArray() {
        return content.toByteArray();
    }

    @Override
    public int compareTo(Bytes other) {
        return ByteString.unsignedLexicographicalComparator().compare(content, other.content);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes that && content.equals(that.content);
    }

    @Override
    public int hashCode() {
        return content.hashCode();
    }

    /** The bytes read as UTF-8; malformed input becomes U+FFFD. */
    @Override
    public String toString() {
        return content.toString(StandardCharsets.UTF_8);
    }
}
