/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.cli;

import io.kedge.client.Bytes;
import io.kedge.client.KeyValue;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Writes results to stdout: keys and values byte for byte, text as UTF-8 whatever the locale. */
final class Printer {

    /** The forms of output. */
    enum Format {
        /** For people and shell pipes. */
        TEXT,
        /** One JSON object per result or event. */
        JSON
    }

    private static final int BUFFER_BYTES = 1 << 16;

    private final OutputStream out = new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), BUFFER_BYTES);

    void line(Bytes bytes) {
        write(bytes.toByteArray());
        write(new byte[] {'\n'});
    }

    void line(String text) {
        write((text + "\n").getBytes(StandardCharsets.UTF_8));
    }

    void flush() {
        try {
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(byte[] bytes) {
        try {
            out.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A key or value on one line: backslash, tab and line ends are escaped. */
    static String escaped(Bytes bytes) {
        return bytes.toString()
                .replace("\\", "\\\\")
                .replace("\t", "\\t")
                .replace("\n", "\\n")
                .replace("\r", "\\r");
    }

    static Json json(KeyValue keyValue) {
        return new Json()
                .bytes("key", keyValue.key())
                .bytes("value", keyValue.value())
                .number("createRevision", keyValue.createRevision())
                .number("modRevision", keyValue.modRevision())
                .number("version", keyValue.version())
                .text("lease", Long.toHexString(keyValue.lease()));
    }
}
