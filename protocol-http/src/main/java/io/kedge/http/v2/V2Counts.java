/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.v2;

import io.vertx.core.json.JsonObject;
import io.vertx.core.shareddata.Shareable;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** What {@code /v2/stats/store} shows of this member since its start; shared by all loops. */
final class V2Counts implements Shareable {

    private record Count(LongAdder well, LongAdder failed) {}

    private static final String[] NAMES = {
        "gets", "sets", "delete", "update", "create", "compareAndSwap", "compareAndDelete"
    };

    final LongAdder waiters = new LongAdder();
    private final Map<String, Count> counts = new ConcurrentHashMap<>();

    private Count of(String action) {
        String name = action.equals("get") || action.equals("set") ? action + "s" : action;
        return counts.computeIfAbsent(name, key -> new Count(new LongAdder(), new LongAdder()));
    }

    void count(String action, boolean well) {
        Count count = of(action);
        (well ? count.well : count.failed).increment();
    }

    JsonObject show() {
        JsonObject shown = new JsonObject();
        for (String name : NAMES) {
            Count count = of(name);
            shown.put(name + "Success", count.well.sum()).put(name + "Fail", count.failed.sum());
        }
        return shown.put("expireCount", 0).put("watchers", waiters.sum());
    }
}
