/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.replica.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.kedge.model.Key;
import org.junit.jupiter.api.Test;

/** What the table says whenever it is flushed. */
final class SystemTableTest {

    private static final Key KEY = Key.utf8("lease");

    private static void step(SystemTable table, long index, boolean flush) {
        table.beginEntry(index);
        if (index % 3 == 2) {
            table.delete(KEY);
        } else {
            table.put(KEY, new byte[] {(byte) index});
        }
        if (flush) {
            table.freeze();
            table.flushed();
        }
    }

    @Test
    void theHashDoesNotDependOnWhenTheTableWasFlushed() {
        SystemTable often = new SystemTable();
        SystemTable never = new SystemTable();
        for (long index = 1; index <= 10; index++) {
            step(often, index, true);
            step(never, index, false);
            assertThat(often.hash()).as("entry %d", index).isEqualTo(never.hash());
            assertThat(often.all()).hasSameSizeAs(never.all());
        }
        assertThat(often.hash()).isNotZero();
    }
}
