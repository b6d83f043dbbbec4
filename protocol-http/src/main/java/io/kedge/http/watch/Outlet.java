/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.watch;

import io.kedge.model.Event;
import io.kedge.model.KedgeException;
import io.kedge.model.KeyValue;
import io.kedge.model.StatusCode;
import java.util.List;

/**
 * Where one watch's news go, laid out for its client; on the loop. After {@code refused} or {@code ended} comes none.
 */
public interface Outlet {

    /** Whether the client takes more; when it does again, {@link Feed#drained} is called. */
    boolean isWritable();

    /** The watch begins, at {@code revision}; comes before all that follows. */
    void started(long revision);

    /** The watch does not begin. {@code compactRevision} is 0 unless the reason is COMPACTED and it is known. */
    void refused(KedgeException reason, long compactRevision);

    /** Some of what is there at {@code revision}. */
    void snapshot(long revision, List<KeyValue> page);

    /** The snapshot is complete; what follows came after {@code revision}. */
    void sync(long revision);

    /** Whole revisions, in order; the list is shared with other watches and never changes. */
    void events(List<Event> events);

    /** The client has all that happened up to {@code revision}. */
    void progress(long revision);

    /** What followed the client's last revision is lost; a new snapshot comes, or the end. */
    void reset(long compactRevision, long revision);

    /** The node ends a watch that has begun. */
    void ended(StatusCode reason);
}
