/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.replica.mvcc;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Skips histories whose key does not exist now. */
final class CurrentIterator implements Iterator<Current> {

    private final Iterator<KeyHistory> histories;
    private @Nullable Current next;

    CurrentIterator(Iterator<KeyHistory> histories) {
        this.histories = histories;
    }

    @Override
    public boolean hasNext() {
        while (next == null && histories.hasNext()) {
            KeyHistory history = histories.next();
            if (history.isAlive()) {
                next = new Current(history);
            }
        }
        return next != null;
    }

    @Override
    public Current next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        Current found = java.util.Objects.requireNonNull(next);
        next = null;
        return found;
    }
}
