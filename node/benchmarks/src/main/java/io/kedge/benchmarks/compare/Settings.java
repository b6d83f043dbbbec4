/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.benchmarks.compare;

import java.nio.file.Path;
import java.util.List;

/**
 * What a comparison is asked to do.
 *
 * @param rows step or group names, or beginnings of step names; empty for all
 * @param minutesMax later rounds measure for less time, or are left out, to end by then; not heeded with {@code full}
 */
public record Settings(
        int rounds,
        double seconds,
        double warmupSeconds,
        List<String> rows,
        boolean full,
        double minutesMax,
        int loadedKeys,
        Path workDirectory,
        Path repository,
        Path results) {}
