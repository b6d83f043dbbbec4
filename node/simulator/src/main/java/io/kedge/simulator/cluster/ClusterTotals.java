/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.cluster;

/** What runs did, so that a search can show that it searched. */
final class ClusterTotals {

    int runs;
    long events;
    long operations;
    /** In any one run. */
    long fewestOperations = Long.MAX_VALUE;
    /** Operations of known outcome. */
    long answered;

    long leaders;
    long crashes;
    /** Of them, because a disk broke. */
    long halts;
    long installs;
    long configurations;
    long watches;
    long watchEvents;
    long flushes;
    long renewals;
    long expiries;
    /** Histories too hard to judge within the budget. */
    int unjudged;

    void add(ClusterTotals other) {
        runs += other.runs;
        events += other.events;
        operations += other.operations;
        fewestOperations = Math.min(fewestOperations, other.fewestOperations);
        answered += other.answered;
        leaders += other.leaders;
        crashes += other.crashes;
        halts += other.halts;
        installs += other.installs;
        configurations += other.configurations;
        watches += other.watches;
        watchEvents += other.watchEvents;
        flushes += other.flushes;
        renewals += other.renewals;
        expiries += other.expiries;
        unjudged += other.unjudged;
    }

    @Override
    public String toString() {
        return runs + " runs, " + events + " events, " + operations + " client operations (" + answered
                + " answered, at least " + fewestOperations + " a run), " + leaders + " leaders, " + crashes
                + " crashes (" + halts + " by broken disks), " + flushes + " flushes, " + renewals
                + " lease renewals, " + expiries + " expiries, " + installs + " snapshot installs, "
                + configurations + " configuration changes, " + watches + " watches with " + watchEvents
                + " events, " + unjudged + " histories unjudged";
    }
}
