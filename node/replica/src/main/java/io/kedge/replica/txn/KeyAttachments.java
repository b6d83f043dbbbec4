/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.replica.txn;

import io.kedge.model.Key;

/** Is told which lease each written key belongs to. */
public interface KeyAttachments {

    /** The key moved from one lease to another; 0 is none. */
    void moved(Key key, long fromLease, long toLease);
}
