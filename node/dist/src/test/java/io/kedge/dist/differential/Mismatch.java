/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.differential;

import java.util.List;

/**
 * A place where the two servers behaved differently.
 *
 * @param index the step's number in its sequence
 * @param step what was asked
 * @param reference what the reference said
 * @param tested what the server under test said
 * @param watches whether it is about what watches were told, up to this step
 */
record Mismatch(int index, Step step, String reference, String tested, boolean watches) {

    static Mismatch ofLists(int index, Step step, String name, List<?> reference, List<?> tested) {
        int same = 0;
        while (same < Math.min(reference.size(), tested.size())
                && reference.get(same).toString().equals(tested.get(same).toString())) {
            same++;
        }
        return new Mismatch(index, step, name + from(reference, same), name + from(tested, same), true);
    }

    @Override
    public String toString() {
        return (watches ? "watches differ by step " : "step ") + index + " " + step + "\n  reference: " + reference
                + "\n  tested:    " + tested;
    }

    private static String from(List<?> list, int index) {
        List<?> rest = list.subList(index, Math.min(list.size(), index + 6));
        return " from item " + index + " of " + list.size() + ": " + rest;
    }
}
