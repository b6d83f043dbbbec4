/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.net;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** All that happened, as lines for whoever reads them and as one number: equal numbers, equal runs. */
public final class Trace {

    private static final long PRIME = 0x100000001b3L;

    private final @Nullable Consumer<String> reader;
    private long digest = 0xcbf29ce484222325L;
    private long lines;

    private Trace(@Nullable Consumer<String> reader) {
        this.reader = reader;
    }

    public static Trace digestOnly() {
        return new Trace(null);
    }

    /** Each line, with its time in front, also goes to {@code reader}. */
    public static Trace to(Consumer<String> reader) {
        return new Trace(reader);
    }

    void line(long nowNanos, String what) {
        lines++;
        digest = (digest ^ nowNanos) * PRIME;
        digest = (digest ^ what.hashCode()) * PRIME;
        if (reader != null) {
            reader.accept(nowNanos / 1_000 + " us  " + what);
        }
    }

    public long digest() {
        return digest;
    }

    public long lines() {
        return lines;
    }
}
