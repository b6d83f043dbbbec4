/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.benchmarks.load;

/** Work that keeps itself going on the loop's thread: each completion starts what follows. */
interface Workload {

    /** Sends the first requests. */
    void start();

    /** From now on completions start nothing. */
    void stop();

    /** Nothing is in flight. */
    boolean idle();
}
