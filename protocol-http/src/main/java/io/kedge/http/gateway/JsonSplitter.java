/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.gateway;

import io.vertx.core.buffer.Buffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a body into the JSON objects it holds one after another. Looks at brackets and strings only; whether an object
 * is well formed is for its reader to say. Holds no more than {@code bytesMax} of one that is not complete yet, and
 * never looks at a byte twice.
 */
final class JsonSplitter {

    private static final int FIRST_BYTES = 256;

    private final int bytesMax;
    private byte[] held = new byte[FIRST_BYTES];
    private int end;

    /** Up to here, bytes have been looked at: 0 <= start <= seen <= end. */
    private int seen;

    private int start;
    private int depth;
    private boolean inString;
    private boolean escaped;

    JsonSplitter(int bytesMax) {
        this.bytesMax = bytesMax;
    }

    void add(Buffer bytes) {
        if (start > 0) {
            System.arraycopy(held, start, held, 0, end - start);
            end -= start;
            seen -= start;
            start = 0;
        }
        int needed = Math.addExact(end, bytes.length());
        if (needed > held.length) {
            held = Arrays.copyOf(held, Math.max(needed, 2 * held.length));
        }
        bytes.getBytes(0, bytes.length(), held, end);
        end = needed;
    }

    /**
     * The next complete object, or null if more bytes are needed for one.
     *
     * @throws BadJsonException if what comes next is no object
     */
    byte @Nullable [] next() throws BadJsonException {
        while (seen < end) {
            byte b = held[seen++];
            if (depth == 0) {
                if (b == '{') {
                    depth = 1;
                } else if (b == ' ' || b == '\n' || b == '\r' || b == '\t') {
                    start = seen;
                } else {
                    throw new BadJsonException("a JSON object is wanted, not " + shown(b));
                }
            } else if (inside(b)) {
                byte[] object = Arrays.copyOfRange(held, start, seen);
                start = seen;
                return object;
            }
        }
        return null;
    }

    /** Whether an object has begun that is not complete. */
    boolean isWithin() {
        return depth > 0;
    }

    /** Whether an object is larger than it may be; to be asked after {@link #next} has said null. */
    boolean isOver() {
        return heldBytes() > bytesMax;
    }

    int heldBytes() {
        return end - start;
    }

    /** Takes a byte of an object; true if it is its last. */
    private boolean inside(byte b) {
        if (escaped) {
            escaped = false;
        } else if (inString) {
            escaped = b == '\\';
            inString = b != '"';
        } else if (b == '"') {
            inString = true;
        } else if (b == '{' || b == '[') {
            depth++;
        } else if (b == '}' || b == ']') {
            depth--;
            return depth == 0;
        }
        return false;
    }

    private static String shown(byte b) {
        return b > ' ' && b < 0x7f ? "'" + (char) b + "'" : "byte " + (b & 0xff);
    }
}
