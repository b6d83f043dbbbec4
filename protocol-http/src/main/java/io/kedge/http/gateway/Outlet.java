/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.gateway;

import io.kedge.grpc.rpc.GrpcOutcome;
import io.vertx.core.buffer.Buffer;

/** Where the replies of one exchange go. On the connection's loop; one of the three ends is called, once, last. */
interface Outlet {

    /** Sends a line of a stream at once. */
    void line(Buffer line);

    /** Sends the only reply. */
    void reply(Buffer json);

    /** Ends well. */
    void end();

    void fail(GrpcOutcome outcome);

    boolean isWritable();

    /** {@code drained} is called each time that more can be sent after {@link #isWritable} was false. */
    void onWritable(Runnable drained);
}
