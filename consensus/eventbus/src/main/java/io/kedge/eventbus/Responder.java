/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.eventbus;

/** Takes the answer to one request. */
public interface Responder {
    /** Sends the answer, on the transport's context, once; {@code status} 0 is success, below 65,535. */
    void reply(int status, byte[] payload);
}
