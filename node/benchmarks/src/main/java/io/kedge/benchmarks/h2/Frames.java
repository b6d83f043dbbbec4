/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.benchmarks.h2;

/** Numbers of HTTP/2 framing (RFC 9113 sections 6 and 7) used here. */
final class Frames {

    static final byte[] PREFACE =
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    static final int HEADER_BYTES = 9;

    /** What a peer must accept, and the most we accept, as one frame's payload. */
    static final int PAYLOAD_BYTES_MAX = 16384;

    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int PING = 6;
    static final int GOAWAY = 7;
    static final int WINDOW_UPDATE = 8;
    static final int CONTINUATION = 9;

    static final int END_STREAM = 0x1;
    static final int ACK = 0x1;
    static final int END_HEADERS = 0x4;
    static final int PADDED = 0x8;
    static final int PRIORITY = 0x20;

    static final int SETTING_TABLE_BYTES = 1;
    static final int SETTING_ENABLE_PUSH = 2;
    static final int SETTING_STREAMS_MAX = 3;
    static final int SETTING_WINDOW_BYTES = 4;

    static final int WINDOW_BYTES_DEFAULT = 65535;

    private Frames() {}
}
