/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.tla;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What was recorded of a cluster.
 *
 * @param founders the voters it began with
 */
public record TlaTrace(Set<Long> founders, List<TlaRecord> records) {

    public TlaTrace {
        founders = Set.copyOf(founders);
        records = List.copyOf(records);
    }

    /** The module that the trace specification extends. */
    public String module() {
        Set<Long> members = new TreeSet<>(founders);
        records.forEach(line -> members.add(line.member()));
        return "---- MODULE TraceData ----\nEXTENDS Sequences, TraceTerms\n"
                + "TraceMembers == " + TlaRecord.set(members) + "\n"
                + "TraceFounders == " + TlaRecord.set(founders) + "\n"
                + records.stream().map(Object::toString).collect(Collectors.joining(",\n", "Trace == <<\n", ">>\n"))
                + "====\n";
    }
}
