/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.cluster;

/** One run whose outcome is told in words, which every copy of Kedge's classes understands. */
public final class ClusterProbe {

    private ClusterProbe() {}

    /** What went wrong, with the number of events it took; empty if nothing did. */
    public static String run(long seed, String profile, int events) {
        try {
            new ClusterSimulation(seed, Profile.valueOf(profile), ClusterMember::new, line -> {}).run(events);
            return "";
        } catch (ClusterFailure failure) {
            return failure.event() + ": " + failure.getCause();
        }
    }
}
