/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.rest;

import io.kedge.http.json.JsonReader;
import io.kedge.http.json.TxnJson;
import io.kedge.model.TxnRequest;
import io.kedge.model.TxnResult;

/** {@code POST /v1/txn}. */
final class TxnRoute {

    private TxnRoute() {}

    static void txn(RestCall call) {
        call.withBody(body -> {
            TxnRequest txn = TxnJson.read(JsonReader.of(body));
            call.<TxnResult>ask(
                    reply -> call.node().kv().txn(call.caller(), txn, reply),
                    result -> call.revision(result.revision()).json(200, TxnJson.result(result)));
        });
    }
}
