/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.benchmarks.compare;

import java.util.Locale;

/**
 * What a row should show.
 *
 * @param ofRatio the bound is for Kedge's figure divided by etcd's; otherwise for Kedge's figure itself
 */
record Aim(double bound, boolean atLeast, boolean ofRatio) {

    static Aim atLeastTimes(double factor) {
        return new Aim(factor, true, true);
    }

    static Aim atMostTimes(double factor) {
        return new Aim(factor, false, true);
    }

    static Aim atMost(double figure) {
        return new Aim(figure, false, false);
    }

    boolean metBy(double kedge, double ratio) {
        double figure = ofRatio ? ratio : kedge;
        return atLeast ? figure >= bound : figure <= bound;
    }

    String text(String unit) {
        String sign = atLeast ? ">= " : "<= ";
        return String.format(Locale.ROOT, "%s%.1f%s", sign, bound, ofRatio ? "x" : " " + unit);
    }
}
