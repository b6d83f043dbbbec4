/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.history;

/**
 * One compare of a transaction.
 *
 * @param number what a numeric target is compared with
 * @param text what a value is compared with
 */
public record Condition(String key, Target target, Relation relation, long number, String text) {

    /** What is compared; of a missing key the numbers are 0, and a compare of its value never holds. */
    public enum Target {
        CREATE,
        MOD,
        VERSION,
        VALUE
    }

    /** How what is there stands to what is wanted. */
    public enum Relation {
        EQUAL,
        NOT_EQUAL,
        LESS,
        GREATER;

        /** Whether it holds for a three-way comparison of what is there with what is wanted. */
        public boolean holds(int comparison) {
            return switch (this) {
                case EQUAL -> comparison == 0;
                case NOT_EQUAL -> comparison != 0;
                case LESS -> comparison < 0;
                case GREATER -> comparison > 0;
            };
        }
    }

    public static Condition number(String key, Target target, Relation relation, long number) {
        return new Condition(key, target, relation, number, "");
    }

    public static Condition value(String key, Relation relation, String text) {
        return new Condition(key, Target.VALUE, relation, 0, text);
    }
}
