/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.disk.recording;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One recorded operation. Files are numbered, since their names change. */
sealed interface Step {

    /** Changes bytes or length of a file. */
    sealed interface FileChange extends Step {
        int file();
    }

    /** Changes which names exist; {@code names} are those it touches, all in one directory. */
    sealed interface NameChange extends Step {
        List<String> names();
    }

    /** @param data null for zeros */
    record Write(int file, int position, byte @Nullable [] data, int length) implements FileChange {}

    record Truncate(int file, int size) implements FileChange {}

    record Force(int file) implements Step {}

    /** The kernel reported an error once and forgets the dirty pages: no later force writes them. */
    record FailedForce(int file) implements Step {}

    record Create(String name, int file) implements NameChange {
        @Override
        public List<String> names() {
            return List.of(name);
        }
    }

    record Rename(String from, String to, int file) implements NameChange {
        @Override
        public List<String> names() {
            return List.of(from, to);
        }
    }

    record Delete(String name) implements NameChange {
        @Override
        public List<String> names() {
            return List.of(name);
        }
    }

    record ForceDirectory(String directory) implements Step {}

    /** Durable at once. */
    record CreateDirectory(String directory) implements Step {}

    default String describe() {
        return this instanceof Write write
                ? "Write[file=" + write.file + ", position=" + write.position + ", length=" + write.length + "]"
                : toString();
    }
}
