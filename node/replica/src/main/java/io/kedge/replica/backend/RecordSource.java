/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.replica.backend;

/** Records to be written, in order; may be walked more than once. */
public interface RecordSource {

    void forEach(RecordVisitor visitor);

    long count();

    /** Bytes of the longest record's wire form, so that a page can be chosen that holds it. */
    int longestBytes();
}
