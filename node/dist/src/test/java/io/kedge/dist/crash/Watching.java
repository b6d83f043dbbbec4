/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.crash;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.kedge.dist.support.Rpc;
import io.kedge.dist.support.WireClient;
import io.kedge.dist.support.WireStream;
import io.kedge.grpc.proto.etcdserverpb.WatchCreateRequest;
import io.kedge.grpc.proto.etcdserverpb.WatchRequest;
import io.kedge.grpc.proto.etcdserverpb.WatchResponse;
import io.kedge.grpc.proto.mvccpb.Event;
import java.util.TreeMap;

/** A watcher that goes on after each restart from the revision behind the last event that it saw. */
final class Watching {
    private final ByteString prefix;
    private final ByteString end;
    private final TreeMap<Long, Acknowledged.Write> seen = new TreeMap<>();
    private long resumeRevision = 1;

    Watching(String prefix, String end) {
        this.prefix = ByteString.copyFromUtf8(prefix);
        this.end = ByteString.copyFromUtf8(end);
    }

    /** Opens the watch on a connection to the server's present life. */
    void resume(WireClient client) {
        WireStream stream = client.stream(Rpc.WATCH);
        WatchCreateRequest create = WatchCreateRequest.newBuilder()
                .setKey(prefix)
                .setRangeEnd(end)
                .setStartRevision(resumeRevision())
                .build();
        stream.listen(this::receive);
        stream.send(WatchRequest.newBuilder().setCreateRequest(create).build());
    }

    /** Every event so far by its revision; each write is a revision of its own. */
    synchronized TreeMap<Long, Acknowledged.Write> seen() {
        return new TreeMap<>(seen);
    }

    String prefix() {
        return prefix.toStringUtf8();
    }

    synchronized long resumeRevision() {
        return resumeRevision;
    }

    private synchronized void receive(Message message) {
        for (Event event : ((WatchResponse) message).getEventsList()) {
            long revision = event.getKv().getModRevision();
            if (revision < resumeRevision) {
                throw new AssertionError("event of revision " + revision + " after " + (resumeRevision - 1));
            }
            String key = event.getKv().getKey().toStringUtf8();
            seen.put(
                    revision,
                    new Acknowledged.Write(key, event.getKv().getValue().toStringUtf8()));
            resumeRevision = revision + 1;
        }
    }
}
