/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.model;

/**
 * A condition on every key of a range.
 *
 * @param number compared with, for all targets but VALUE
 * @param value compared with, for VALUE
 */
public record Compare(KeyRange range, Target target, Result result, long number, byte[] value) {

    /** What is compared; a missing key counts as zeros, and fails every VALUE compare. */
    public enum Target {
        VERSION,
        CREATE,
        MOD,
        VALUE,
        LEASE
    }

    /** How; UNKNOWN, an operator this version does not know, is always true, as in etcd. */
    public enum Result {
        EQUAL,
        GREATER,
        LESS,
        NOT_EQUAL,
        UNKNOWN;

        /** Whether this operator holds for a three-way comparison of actual with wanted. */
        public boolean holds(int comparison) {
            return switch (this) {
                case EQUAL -> comparison == 0;
                case GREATER -> comparison > 0;
                case LESS -> comparison < 0;
                case NOT_EQUAL -> comparison != 0;
                case UNKNOWN -> true;
            };
        }
    }

    public static Compare number(Key key, Target target, Result result, long number) {
        return new Compare(KeyRange.single(key), target, result, number, new byte[0]);
    }
}
