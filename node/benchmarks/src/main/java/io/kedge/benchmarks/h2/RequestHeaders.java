/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.benchmarks.h2;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/**
 * Request header blocks of one connection (HPACK, RFC 7541). The first call of a method writes literals that enter the
 * peer's dynamic table; later calls are one byte a field, ready made. Without a dynamic table every field is a literal.
 */
final class RequestHeaders {

    /** A table this large holds every field we ever insert, so nothing is evicted. */
    private static final int TABLE_BYTES_NEEDED = 2048;

    private static final int STATIC_METHOD_POST = 3;
    private static final int STATIC_SCHEME_HTTP = 6;
    private static final int STATIC_AUTHORITY = 1;
    private static final int STATIC_PATH = 4;
    private static final int STATIC_CONTENT_TYPE = 31;
    private static final int NEW_NAME = 0;
    private static final int FIRST_DYNAMIC = 62;

    private final String authority;
    private final boolean indexing;

    /** Field to the number of insertions before it. */
    private final Map<String, Integer> inserted = new HashMap<>();

    /** Blocks that insert nothing; an insertion shifts the indexes in them, so it empties this. */
    private final Map<Rpc, byte[]> ready = new EnumMap<>(Rpc.class);

    RequestHeaders(String authority, int peerTableBytes) {
        this.authority = authority;
        this.indexing = peerTableBytes >= TABLE_BYTES_NEEDED;
    }

    /** The block for the next request; blocks must be sent in the order in which they were asked for. */
    byte[] block(Rpc rpc) {
        byte[] block = ready.get(rpc);
        if (block != null) {
            return block;
        }
        int before = inserted.size();
        byte[] built = build(rpc);
        if (inserted.size() == before) {
            ready.put(rpc, built);
        } else {
            ready.clear();
        }
        return built;
    }

    private byte[] build(Rpc rpc) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(128);
        out.write(0x80 | STATIC_METHOD_POST);
        out.write(0x80 | STATIC_SCHEME_HTTP);
        field(out, STATIC_PATH, ":path", rpc.path());
        field(out, STATIC_AUTHORITY, ":authority", authority);
        field(out, STATIC_CONTENT_TYPE, "content-type", "application/grpc");
        field(out, NEW_NAME, "te", "trailers");
        return out.toByteArray();
    }

    private void field(ByteArrayOutputStream out, int staticName, String name, String value) {
        String key = name + '\n' + value;
        Integer at = inserted.get(key);
        if (at != null) {
            out.write(0x80 | (FIRST_DYNAMIC + inserted.size() - 1 - at));
            return;
        }
        if (indexing) {
            inserted.put(key, inserted.size());
        }
        int form = indexing ? 0x40 : 0;
        int prefixMax = indexing ? 63 : 15;
        if (staticName >= prefixMax) {
            out.write(form | prefixMax);
            out.write(staticName - prefixMax);
        } else {
            out.write(form | staticName);
        }
        if (staticName == NEW_NAME) {
            string(out, name);
        }
        string(out, value);
    }

    private static void string(ByteArrayOutputStream out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        if (bytes.length >= 127) {
            throw new IllegalArgumentException("header value too long: " + text);
        }
        out.write(bytes.length);
        out.writeBytes(bytes);
    }
}
