/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.rest;

import io.kedge.api.Reply;
import io.kedge.http.json.HexId;
import io.kedge.http.json.KvJson;
import io.kedge.model.Cause;
import io.kedge.model.Key;
import io.kedge.model.KeyValue;
import io.kedge.model.LeaseResult;
import io.kedge.model.PutRequest;
import io.kedge.model.PutResult;
import io.kedge.model.TxnRequest;
import io.kedge.model.TxnResult;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code PUT /v1/kv/<key>} with the value as the body. */
final class PutRoute {

    private PutRoute() {}

    static void put(RestCall call, byte[] name) {
        Key key = KeyRoutes.key(name);
        Conditions conditions = Conditions.of(call, key);
        Preferences preferences = Preferences.of(call.header("Prefer"));
        String ttl = call.parameter("ttl");
        String lease = call.parameter("lease");
        boolean keepLease = call.flag("keep-lease");
        if ((ttl != null ? 1 : 0) + (lease != null ? 1 : 0) + (keepLease ? 1 : 0) > 1) {
            throw new BadRequestException("only one of ?ttl=, ?lease= and ?keep-lease may be given");
        }
        long ttlSeconds = ttl == null ? 0 : Ttl.seconds(ttl);
        long given = lease == null ? 0 : HexId.lease(lease);
        call.withBody(body -> {
            byte[] value = body.getBytes();
            if (ttlSeconds == 0) {
                PutRequest put = new PutRequest(key, value, given, true, false, keepLease);
                call.then(write(call, put, conditions), result -> answer(call, put, result, preferences));
            } else {
                withLeaseOfItsOwn(
                        call, new PutRequest(key, value, 0, true, false, false), conditions, ttlSeconds, preferences);
            }
        });
    }

    /** A lease granted for a put that does not happen is given back. */
    private static void withLeaseOfItsOwn(
            RestCall call, PutRequest put, Conditions conditions, long ttlSeconds, Preferences preferences) {
        call.<LeaseResult>ask(reply -> call.node().leases().grant(call.caller(), 0, ttlSeconds, reply), granted -> {
            PutRequest leased = new PutRequest(put.key(), put.value(), granted.id(), true, false, false);
            Future<Written> written =
                    write(call, leased, conditions).onFailure(refused -> Leased.giveBack(call, granted.id()));
            call.then(written, result -> answer(call, leased, result, preferences));
        });
    }

    /**
     * What a put did.
     *
     * @param previous null if the key is new
     */
    record Written(long revision, @Nullable KeyValue previous) {}

    /** Fails with {@link RefusedException} if a condition does not hold. */
    static Future<Written> write(RestCall call, PutRequest put, Conditions conditions) {
        if (conditions.isEmpty()) {
            return Reply.<PutResult>future(reply -> call.node().kv().put(call.caller(), put, reply))
                    .map(result -> new Written(result.revision(), result.previous()));
        }
        TxnRequest txn = new TxnRequest(conditions.compares(), List.of(put), conditions.lookAgain(put.key()));
        return Reply.<TxnResult>future(reply -> call.node().kv().txn(call.caller(), txn, reply))
                .map(result -> {
                    if (!result.succeeded()) {
                        throw KeyRoutes.refusal(call, conditions, result);
                    }
                    PutResult done = (PutResult) result.results().get(0);
                    return new Written(result.revision(), done.previous());
                });
    }

    static void answer(RestCall call, PutRequest put, Written written, Preferences preferences) {
        KeyValue previous = written.previous();
        long lease = put.ignoreLease() && previous != null ? previous.lease() : put.lease();
        KeyValue now = KeyValue.put(
                put.key(),
                put.value(),
                previous == null ? written.revision() : previous.createRevision(),
                written.revision(),
                previous == null ? 1 : previous.version() + 1,
                lease,
                Cause.PUT);
        KeyRoutes.headers(call.revision(written.revision()), now);
        int status = previous == null ? 201 : 200;
        if (preferences.representation()) {
            call.response().putHeader("Preference-Applied", "return=representation");
            call.json(status, KvJson.record(now));
        } else {
            call.response().putHeader(HttpHeaders.CONTENT_LENGTH, "0");
            call.empty(status);
        }
    }
}
