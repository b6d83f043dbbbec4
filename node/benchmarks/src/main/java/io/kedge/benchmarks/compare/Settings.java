/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.benchmarks.compare;

import java.nio.file.Path;
import java.util.List;

/**
 * What a comparison is asked to do.
 *
 * @param members 1 to compare single servers, otherwise the size of the clusters compared
 * @param rows step or group names, or beginnings of step names; empty for all
 * @param minutesMax later rounds measure for less time, or are left out, to end by then; not heeded with {@code full}
 * @param catchUpMib data that a new member of a cluster catches up with
 */
public record Settings(
        int members,
        int rounds,
        double seconds,
        double warmupSeconds,
        List<String> rows,
        boolean full,
        double minutesMax,
        int loadedKeys,
        int catchUpMib,
        Path workDirectory,
        Path repository,
        Path results) {}
