/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.benchmarks.compare;

import java.util.List;

/**
 * One of the two servers compared.
 *
 * @param command what starts it; etcd's flags are appended
 * @param version as its own version command says
 */
record Candidate(String label, List<String> command, String version) {

    static final String KEDGE = "Kedge";

    boolean isKedge() {
        return label.equals(KEDGE);
    }
}
