/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.rest;

import io.kedge.model.Key;
import java.nio.ByteBuffer;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Where a listing goes on: behind a key, at the revision at which it began. Opaque to clients; every page shows the
 * same moment.
 *
 * @param next the first key of the next page
 */
record Continuation(long revision, Key next) {

    String encode() {
        byte[] key = next.bytes();
        byte[] bytes = ByteBuffer.allocate(Long.BYTES + key.length)
                .putLong(revision)
                .put(key)
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Null for no text; throws {@link BadRequestException} for what {@link #encode} never gave. */
    static @Nullable Continuation decode(@Nullable String text) {
        if (text == null) {
            return null;
        }
        byte[] bytes = RawName.ofBase64Url("continue", text);
        if (bytes.length < Long.BYTES || ByteBuffer.wrap(bytes).getLong() < 1) {
            throw new BadRequestException("?continue= must be what the page before gave");
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        long revision = in.getLong();
        byte[] key = new byte[in.remaining()];
        in.get(key);
        return new Continuation(revision, Key.of(key));
    }
}
