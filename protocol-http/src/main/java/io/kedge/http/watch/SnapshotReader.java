/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.watch;

import io.kedge.api.Kv;
import io.kedge.api.Reply;
import io.kedge.model.Caller;
import io.kedge.model.KedgeException;
import io.kedge.model.Key;
import io.kedge.model.KeyRange;
import io.kedge.model.KeyValue;
import io.kedge.model.RangeRequest;
import io.kedge.model.RangeResult;
import java.util.List;

/**
 * Reads a range at one revision, the first page's, a page at a time: the next one only when it is asked for. Pages grow
 * and shrink with the records, towards {@link #PAGE_BYTES}. On the loop.
 */
final class SnapshotReader implements Reply<RangeResult> {

    /** Where the pages go. */
    interface Taker {

        /** {@code last} if nothing is left; {@code revision} is that of all pages. */
        void page(long revision, List<KeyValue> page, boolean last);

        /** COMPACTED if {@code revision}, 0 before the first page, is gone. */
        void failed(long revision, KedgeException reason);
    }

    private static final int PAGE_BYTES = 64 << 10;
    private static final int PAGE_KEYS_FIRST = 16;
    private static final int PAGE_KEYS_MAX = 4_096;
    private static final byte[] ZERO = {0};

    private final Kv kv;
    private final Caller caller;
    private final KeyRange range;
    private final boolean serializable;
    private final Taker taker;
    private Key next;
    private int pageKeys = PAGE_KEYS_FIRST;
    private long revision;
    private boolean reading;

    SnapshotReader(Kv kv, Caller caller, WatchSpec spec, Taker taker) {
        this.kv = kv;
        this.caller = caller;
        this.range = spec.range();
        this.serializable = spec.serializable();
        this.taker = taker;
        this.next = range.start();
    }

    /** Reads a page, unless that is under way. */
    void read() {
        if (reading) {
            return;
        }
        reading = true;
        KeyRange rest = range.single() ? range : new KeyRange(next, range.end(), false);
        // Later pages are at a revision that this member has, so that its own state is enough.
        kv.range(
                caller,
                RangeRequest.over(rest)
                        .limit(pageKeys)
                        .at(revision)
                        .serializable(serializable || revision > 0)
                        .build(),
                this);
    }

    @Override
    public void succeed(RangeResult result) {
        reading = false;
        if (revision == 0) {
            revision = result.revision();
        }
        List<KeyValue> page = result.kvs();
        if (result.more()) {
            next = page.get(page.size() - 1).key().concat(ZERO);
            fit(page);
        }
        taker.page(revision, page, !result.more());
    }

    private void fit(List<KeyValue> page) {
        long bytes = 0;
        for (KeyValue kv : page) {
            bytes += kv.wire().length;
        }
        long wanted = page.size() * (long) PAGE_BYTES / Math.max(1, bytes);
        pageKeys = (int) Math.max(1, Math.min(Math.min(wanted, PAGE_KEYS_MAX), 4L * pageKeys));
    }

    @Override
    public void fail(KedgeException reason) {
        reading = false;
        taker.failed(revision, reason);
    }
}
