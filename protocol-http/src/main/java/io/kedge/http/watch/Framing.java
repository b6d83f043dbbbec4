/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.watch;

import io.kedge.model.StatusCode;
import io.vertx.core.buffer.Buffer;

/** How a watch stream is laid out; stateless. */
interface Framing {

    String contentType();

    StreamCounts.Kind kind();

    /** Begins the stream; may be empty. */
    Buffer hello();

    /** Keeps proxies from taking the stream for dead. */
    Buffer heartbeat();

    /** One event, {@code json}, without an id: more of its revision follows. */
    void event(Buffer out, byte[] json);

    /** The last event of {@code revision}. */
    void lastEvent(Buffer out, byte[] json, long revision);

    /** How many bytes an event takes more than its JSON, at most. */
    int overheadBytes();

    Buffer sync(long revision);

    Buffer progress(long revision);

    Buffer reset(long compactRevision, long revision);

    /** Why the node ends the stream; may be empty. */
    Buffer farewell(StatusCode reason);
}
