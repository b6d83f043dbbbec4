/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.spi;

/** A subcommand of {@code kedge} that comes with a jar which may be left out; found by {@code ServiceLoader}. */
public interface CommandProvider {

    /** A new one: an object annotated for the parser of the command line. */
    Object command();
}
