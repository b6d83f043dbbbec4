/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.storage;

/** Neighbouring segments to be rewritten together: from index {@code start} to before {@code end}. */
record MergeGroup(int start, int end) {

    int size() {
        return end - start;
    }
}
