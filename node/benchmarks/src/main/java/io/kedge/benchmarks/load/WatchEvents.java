/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.benchmarks.load;

import java.nio.ByteBuffer;

/** Reads a WatchResponse in place and tells each event's value. */
final class WatchEvents {

    /** Told what a response holds, in its order. */
    interface Sink {
        void created(long watchId);

        void canceled(long watchId);

        /** The bytes lie in {@code buffer} at {@code offset}; valid during the call. */
        void value(long watchId, ByteBuffer buffer, int offset, int lengthBytes);
    }

    private static final int RESPONSE_WATCH_ID = 2;
    private static final int RESPONSE_CREATED = 3;
    private static final int RESPONSE_CANCELED = 4;
    private static final int RESPONSE_EVENTS = 11;
    private static final int EVENT_KV = 2;
    private static final int KV_VALUE = 5;

    private final ProtoCursor response = new ProtoCursor();
    private final ProtoCursor inner = new ProtoCursor();

    void read(ByteBuffer buffer, int offset, int lengthBytes, Sink sink) {
        long watchId = 0;
        response.reset(buffer, offset, lengthBytes);
        for (int field = response.nextField(); field != 0; field = response.nextField()) {
            switch (field) {
                case RESPONSE_WATCH_ID -> watchId = response.varint();
                case RESPONSE_CREATED -> {
                    if (response.varint() != 0) {
                        sink.created(watchId);
                    }
                }
                case RESPONSE_CANCELED -> {
                    if (response.varint() != 0) {
                        sink.canceled(watchId);
                    }
                }
                case RESPONSE_EVENTS -> {
                    int length = response.length();
                    int at = response.position();
                    response.position(at + length);
                    event(watchId, buffer, at, length, sink);
                }
                default -> response.skip();
            }
        }
    }

    private void event(long watchId, ByteBuffer buffer, int offset, int lengthBytes, Sink sink) {
        inner.reset(buffer, offset, lengthBytes);
        if (!enter(EVENT_KV)) {
            return;
        }
        int length = inner.length();
        inner.reset(buffer, inner.position(), length);
        if (enter(KV_VALUE)) {
            int valueBytes = inner.length();
            sink.value(watchId, buffer, inner.position(), valueBytes);
        }
    }

    private boolean enter(int wanted) {
        for (int field = inner.nextField(); field != 0; field = inner.nextField()) {
            if (field == wanted) {
                return true;
            }
            inner.skip();
        }
        return false;
    }
}
