/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.cluster;

import java.util.Arrays;
import java.util.List;

/**
 * The search by hand for the seed at which a mutant dies: {@code MutantSearch PROFILE FIRST SEEDS EVENTS [MUTANT...]},
 * in this module's folder with its test class path.
 */
public final class MutantSearch {

    private MutantSearch() {}

    public static void main(String[] arguments) throws Exception {
        Profile profile = Profile.valueOf(arguments[0]);
        long first = Long.parseLong(arguments[1]);
        long seeds = Long.parseLong(arguments[2]);
        int events = Integer.parseInt(arguments[3]);
        List<String> names = Arrays.asList(arguments).subList(4, arguments.length);
        for (SourceMutant mutant : SourceMutant.values()) {
            if (names.isEmpty() || names.contains(mutant.name())) {
                System.out.println(mutant + " " + search(mutant, profile, first, seeds, events));
            }
        }
    }

    private static String search(SourceMutant mutant, Profile profile, long first, long seeds, int events)
            throws Exception {
        SourceMutant.Runs runs = mutant.load();
        for (long seed = first; seed < first + seeds; seed++) {
            String outcome = runs.run(seed, profile, events);
            if (!outcome.isEmpty()) {
                return "dies at seed " + seed + ", event " + outcome.lines().findFirst().orElseThrow();
            }
        }
        return "lives through " + seeds + " seeds";
    }
}
