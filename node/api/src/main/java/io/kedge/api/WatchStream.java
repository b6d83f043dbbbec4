/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.api;

/** The client's side of one watch stream. */
public interface WatchStream {

    /** Creates a watch; the sink hears {@code created} or {@code rejected} in the order of the calls. */
    void create(WatchRequest request);

    /** Ends one watch; an unknown id is ignored. No event for the id follows the sink's {@code canceled}. */
    void cancel(long watchId);

    /** Asks for one {@code progress(-1, …)} if every watch of the stream is up to date; else nothing happens. */
    void requestProgress();

    /** The sink can take more again after {@link WatchSink#isWritable()} was false. */
    void writable();

    /** Ends all watches without a word to the sink. */
    void close();
}
