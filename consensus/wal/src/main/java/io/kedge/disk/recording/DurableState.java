/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.disk.recording;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** What is durable for certain after some prefix of the journal, and what hangs in the air. */
final class DurableState {

    final Map<Integer, Content> files = new TreeMap<>();
    final Map<Integer, List<Step.FileChange>> unforced = new TreeMap<>();
    final Map<String, Integer> names = new TreeMap<>();
    final List<Step.NameChange> unforcedNames = new ArrayList<>();
    final TreeSet<String> directories = new TreeSet<>();
    private int steps;

    int steps() {
        return steps;
    }

    void advance(Step step) {
        steps++;
        if (step instanceof Step.FileChange change) {
            unforced.computeIfAbsent(change.file(), file -> new ArrayList<>()).add(change);
        } else if (step instanceof Step.NameChange change) {
            unforcedNames.add(change);
        } else if (step instanceof Step.Force force) {
            force(force.file());
        } else if (step instanceof Step.FailedForce failed) {
            unforced.remove(failed.file());
        } else if (step instanceof Step.ForceDirectory force) {
            forceNames(force.directory());
        } else if (step instanceof Step.CreateDirectory made) {
            directories.add(made.directory());
        }
    }

    private void force(int file) {
        List<Step.FileChange> changes = unforced.remove(file);
        if (changes != null) {
            Content content = files.computeIfAbsent(file, number -> Content.empty());
            changes.forEach(change -> apply(change, content));
        }
    }

    private void forceNames(String directory) {
        Iterator<Step.NameChange> changes = unforcedNames.iterator();
        while (changes.hasNext()) {
            Step.NameChange change = changes.next();
            if (RecordingDisk.parent(change.names().get(0)).equals(directory)) {
                apply(change, names);
                changes.remove();
            }
        }
    }

    static void apply(Step.FileChange change, Content content) {
        if (change instanceof Step.Write write) {
            content.write(write.position(), write.data(), 0, write.length());
        } else if (change instanceof Step.Truncate truncate) {
            content.setSize(truncate.size());
        }
    }

    static void apply(Step.NameChange change, Map<String, Integer> names) {
        if (change instanceof Step.Create create) {
            names.put(create.name(), create.file());
        } else if (change instanceof Step.Delete delete) {
            names.remove(delete.name());
        } else if (change instanceof Step.Rename rename) {
            names.remove(rename.from());
            names.put(rename.to(), rename.file());
        }
    }
}
