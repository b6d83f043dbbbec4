/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.watch;

import io.kedge.model.Event;
import io.kedge.model.KedgeException;
import io.kedge.model.KeyValue;
import io.kedge.model.StatusCode;
import java.util.ArrayList;
import java.util.List;

/** Writes down what it is told. */
final class HeardOutlet implements Outlet {

    final List<String> heard = new ArrayList<>();
    boolean writable = true;

    @Override
    public boolean isWritable() {
        return writable;
    }

    @Override
    public void started(long revision) {
        heard.add("started " + revision);
    }

    @Override
    public void refused(KedgeException reason, long compactRevision) {
        heard.add("refused " + reason.code() + " " + compactRevision);
    }

    @Override
    public void snapshot(long revision, List<KeyValue> page) {
        heard.add("snapshot " + revision + " of " + page.size());
    }

    @Override
    public void sync(long revision) {
        heard.add("sync " + revision);
    }

    @Override
    public void events(List<Event> events) {
        StringBuilder text = new StringBuilder("events");
        events.forEach(event -> text.append(' ')
                .append(event.kv().key())
                .append('@')
                .append(event.kv().modRevision()));
        heard.add(text.toString());
    }

    @Override
    public void progress(long revision) {
        heard.add("progress " + revision);
    }

    @Override
    public void reset(long compactRevision, long revision) {
        heard.add("reset " + compactRevision + " " + revision);
    }

    @Override
    public void ended(StatusCode reason) {
        heard.add("ended " + reason);
    }
}
