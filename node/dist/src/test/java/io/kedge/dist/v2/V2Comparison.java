/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.v2;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Compares the replies of two servers whose indexes have different values. An index of the one stands for one of the
 * other from the first time the two are met in the same place, and they keep the same order.
 */
final class V2Comparison {

    private static final Pattern NUMBERED = Pattern.compile("/(\\d{20})");
    private static final long TTL_SECONDS_OFF_MAX = 60;
    private static final int WRONG_COMPARE = 101;

    private final TreeMap<Long, Long> indexes = new TreeMap<>();
    /** The index of each update of a directory: Kedge's to etcd's. */
    private final Map<Long, Long> directoryUpdates = new TreeMap<>();

    private final V2Differences differences;
    private boolean isPast;

    V2Comparison(V2Differences differences) {
        this.differences = differences;
    }

    /** Null if the replies say the same, else what does not fit. {@code past} for an event told from history. */
    String difference(V2Reply etcd, V2Reply kedge, boolean past) {
        isPast = past;
        if (etcd.status() != kedge.status()) {
            return "status";
        }
        if (etcd.text().isEmpty() || kedge.text().isEmpty()) {
            return etcd.text().equals(kedge.text()) ? null : "body";
        }
        JsonObject a = etcd.json();
        JsonObject b = kedge.json();
        for (String field : List.of("action", "errorCode", "message")) {
            if (!Objects.equals(a.getValue(field), b.getValue(field))) {
                return field;
            }
        }
        if (a.containsKey("errorCode")) {
            return error(a, b, kedge);
        }
        String node = node(a.getJsonObject("node"), b.getJsonObject("node"), false);
        if ("update".equals(a.getString("action")) && there(a).containsKey("dir")) {
            directoryUpdates.put(there(b).getLong("modifiedIndex"), there(a).getLong("modifiedIndex"));
        }
        return node != null ? node : node(a.getJsonObject("prevNode"), b.getJsonObject("prevNode"), true);
    }

    private static JsonObject there(JsonObject reply) {
        return reply.getJsonObject("node", new JsonObject());
    }

    private String error(JsonObject a, JsonObject b, V2Reply kedge) {
        String cause = a.getString("cause", "");
        if (a.getInteger("errorCode") == WRONG_COMPARE) {
            // Which of the conditions failed, and the values; an index has its own value on either side.
            cause = cause.replaceAll("\\[\\d+ != \\d+]", "#");
            b.put("cause", b.getString("cause", "").replaceAll("\\[\\d+ != \\d+]", "#"));
        }
        boolean noStore = a.getLong("index") == 0;
        if (noStore != (b.getLong("index") == 0) || kedge.index() != b.getLong("index")) {
            return "index";
        }
        return sameKey(cause, b.getString("cause", "")) ? null : "cause";
    }

    private String node(JsonObject a, JsonObject b, boolean previous) {
        if (a == null || b == null) {
            return a == b ? null : "a node only one has";
        }
        if (!sameKey(a.getString("key", "/"), b.getString("key", "/"))) {
            return "key";
        }
        for (String field : List.of("value", "dir")) {
            if (!Objects.equals(a.getValue(field), b.getValue(field))) {
                return field;
            }
        }
        boolean isRoot = !a.containsKey("key");
        if (a.containsKey("dir") && !b.containsKey("createdIndex") && !isRoot) {
            differences.seen("unmade-directory");
        } else if (isUpdatedDirectory(a, b)) {
            differences.seen("directory-index");
        } else if (!sameIndex(a.getLong("modifiedIndex"), b.getLong("modifiedIndex"))) {
            return "modifiedIndex of " + b;
        } else if (a.containsKey("createdIndex") != b.containsKey("createdIndex")) {
            return "createdIndex of " + b;
        }
        String time = timeToLive(a, b, previous);
        return time != null ? time : nodes(a.getJsonArray("nodes"), b.getJsonArray("nodes"));
    }

    /** Whether it is a directory as etcd shows it after an update: with the index that it had before. */
    private boolean isUpdatedDirectory(JsonObject a, JsonObject b) {
        Long update = b.containsKey("dir") ? directoryUpdates.get(b.getLong("modifiedIndex", 0L)) : null;
        return update != null && a.getLong("modifiedIndex") < update;
    }

    private String timeToLive(JsonObject a, JsonObject b, boolean previous) {
        if (a.containsKey("ttl") != b.containsKey("ttl")
                || a.containsKey("expiration") != b.containsKey("expiration")) {
            if (isPast && a.containsKey("ttl")) {
                differences.seen("past-time-to-live");
                return null;
            }
            if (b.containsKey("dir") && b.containsKey("ttl")) {
                differences.seen("shared-time-to-live");
                return null;
            }
            return "ttl" + (previous ? " before" : "");
        }
        long off = a.getLong("ttl", 0L) - b.getLong("ttl", 0L);
        return Math.abs(off) <= TTL_SECONDS_OFF_MAX ? null : "ttl";
    }

    private String nodes(JsonArray a, JsonArray b) {
        if (a == null || b == null) {
            return a == b ? null : "nodes only one has";
        }
        List<JsonObject> ours = sorted(a);
        List<JsonObject> theirs = sorted(b);
        if (ours.size() != theirs.size()) {
            return "number of nodes";
        }
        for (int i = 0; i < ours.size(); i++) {
            String difference = node(ours.get(i), theirs.get(i), false);
            if (difference != null) {
                return difference;
            }
        }
        return null;
    }

    private static List<JsonObject> sorted(JsonArray nodes) {
        List<JsonObject> sorted = new ArrayList<>();
        nodes.forEach(node -> sorted.add((JsonObject) node));
        sorted.removeIf(node -> node.getString("key").equals(V2Probes.DIRECTORY));
        sorted.sort(Comparator.comparing(node -> node.getString("key")));
        return sorted;
    }

    /** Numbered names are indexes. */
    private boolean sameKey(String a, String b) {
        Matcher ours = NUMBERED.matcher(a);
        Matcher theirs = NUMBERED.matcher(b);
        while (ours.find()) {
            if (!theirs.find() || !sameIndex(Long.parseLong(ours.group(1)), Long.parseLong(theirs.group(1)))) {
                return false;
            }
        }
        return NUMBERED.matcher(a).replaceAll("/#").equals(NUMBERED.matcher(b).replaceAll("/#"));
    }

    private boolean sameIndex(Long a, Long b) {
        if (a == null || b == null) {
            return Objects.equals(a, b);
        }
        Long known = indexes.putIfAbsent(a, b);
        if (known != null) {
            return known.equals(b);
        }
        Map.Entry<Long, Long> lower = indexes.lowerEntry(a);
        Map.Entry<Long, Long> higher = indexes.higherEntry(a);
        return (lower == null || lower.getValue() < b) && (higher == null || higher.getValue() > b);
    }
}
