/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.benchmarks.compare;

import java.util.List;

/**
 * Which steps are measured.
 *
 * @param names names of groups or steps, or beginnings of step names; empty for all that belong to the default
 *     or full set
 */
record Choice(List<String> names, boolean full, boolean h2load) {

    <S extends Subject> List<Group<S>> of(List<Group<S>> groups) {
        return groups.stream()
                .map(group -> group.with(group.steps().stream()
                        .filter(step -> includes(group, step))
                        .toList()))
                .filter(group -> !group.steps().isEmpty())
                .toList();
    }

    private boolean includes(Group<?> group, Step<?> step) {
        if (!h2load && group.id().startsWith("h2load")) {
            return false;
        }
        if (names.isEmpty()) {
            return full || !step.onlyFull();
        }
        return names.stream()
                .anyMatch(name -> name.equals(group.id())
                        || step.id().equals(name)
                        || step.id().startsWith(name + "-"));
    }
}
