/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.api;

/** Takes back a call that waits, such as a lock; after it no reply comes. Calling it late or twice does nothing. */
public interface Cancellation {

    void cancel();
}
