/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.benchmarks.compare;

import java.io.IOException;
import java.nio.file.Path;

/** What is measured, one server or a cluster of them, from its start to its removal. */
interface Subject extends AutoCloseable {

    /** Starts one of a candidate's and waits until it is healthy. */
    @FunctionalInterface
    interface Launcher<S extends Subject> {
        S launch(Candidate candidate, Children children, Path workDirectory) throws IOException;
    }

    /** From starting the processes to the first healthy answer of the last of them, in seconds. */
    double readySeconds();

    /** Stops it and removes its data. */
    @Override
    void close();
}
