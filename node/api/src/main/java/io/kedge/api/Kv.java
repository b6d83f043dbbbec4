/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.api;

import io.kedge.model.Caller;
import io.kedge.model.CompactRequest;
import io.kedge.model.CompactResult;
import io.kedge.model.DeleteRangeRequest;
import io.kedge.model.DeleteResult;
import io.kedge.model.PutRequest;
import io.kedge.model.PutResult;
import io.kedge.model.RangeRequest;
import io.kedge.model.RangeResult;
import io.kedge.model.TxnRequest;
import io.kedge.model.TxnResult;

/** Reads and writes of users' keys. Requests are validated here, not by the adapters. */
public interface Kv {

    void range(Caller caller, RangeRequest request, Reply<RangeResult> reply);

    void put(Caller caller, PutRequest request, Reply<PutResult> reply);

    void delete(Caller caller, DeleteRangeRequest request, Reply<DeleteResult> reply);

    void txn(Caller caller, TxnRequest request, Reply<TxnResult> reply);

    void compact(Caller caller, CompactRequest request, Reply<CompactResult> reply);
}
