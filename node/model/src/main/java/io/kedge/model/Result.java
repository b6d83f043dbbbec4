/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.model;

/** What an applied or read request returns. */
public sealed interface Result
        permits RangeResult,
                PutResult,
                DeleteResult,
                TxnResult,
                CompactResult,
                LeaseResult,
                AlarmResult,
                MembersResult,
                Done {

    /** The store's revision for the reply's header. */
    long revision();
}
