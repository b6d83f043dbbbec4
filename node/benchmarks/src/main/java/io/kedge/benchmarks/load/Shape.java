/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.benchmarks.load;

/** Connections and concurrent streams on each: c10m100 is ten connections with a hundred calls in flight on each. */
public record Shape(int connections, int streams) {

    public Shape {
        if (connections < 1 || streams < 1) {
            throw new IllegalArgumentException("at least 1 connection and 1 stream");
        }
    }

    @Override
    public String toString() {
        return "c" + connections + "m" + streams;
    }
}
