/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.benchmarks.compare;

import java.util.List;

/**
 * A comparison of one kind of subject.
 *
 * @param title of the table
 * @param remarks on how it was measured, one line each
 * @param fileSuffix what distinguishes the file from that of another kind made on the same day
 * @param readyRow filled at every start
 */
record Suite<S extends Subject>(
        String title,
        List<String> remarks,
        String fileSuffix,
        Row readyRow,
        Subject.Launcher<S> launcher,
        List<Group<S>> groups) {}
