/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.json;

import io.kedge.model.Key;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One object of a request, read strictly: an unknown field or a wrong type is told by name. */
public final class JsonReader {

    private final JsonObject json;
    private final String where;

    private JsonReader(JsonObject json, String where) {
        this.json = json;
        this.where = where;
    }

    /** Throws {@link BadJsonException} for what is not one JSON object. */
    public static JsonReader of(Buffer body) {
        try {
            return new JsonReader(body.length() == 0 ? new JsonObject() : body.toJsonObject(), "");
        } catch (DecodeException e) {
            throw new BadJsonException("the body is not a JSON object: " + e.getMessage());
        }
    }

    public static JsonReader of(JsonObject json, String where) {
        return new JsonReader(json, where);
    }

    /** Throws for a field that is none of these. */
    public JsonReader only(String... names) {
        Set<String> known = Set.of(names);
        for (String name : json.fieldNames()) {
            if (!known.contains(name)) {
                throw new BadJsonException(
                        path(name) + " is not known here; known are " + String.join(", ", new TreeSet<>(known)));
            }
        }
        return this;
    }

    public boolean has(String name) {
        return json.getValue(name) != null;
    }

    public boolean isText(String name) {
        return json.getValue(name) instanceof String;
    }

    /** Null if it is not there. */
    public @Nullable String text(String name) {
        Object value = json.getValue(name);
        if (value == null || value instanceof String) {
            return (String) value;
        }
        throw new BadJsonException(path(name) + " must be text");
    }

    /** {@code otherwise} if it is not there. */
    public long number(String name, long otherwise) {
        Object value = json.getValue(name);
        if (value == null) {
            return otherwise;
        }
        if (value instanceof Integer || value instanceof Long) {
            return ((Number) value).longValue();
        }
        throw new BadJsonException(path(name) + " must be a whole number of at most 64 bits");
    }

    /** False if it is not there. */
    public boolean flag(String name) {
        Object value = json.getValue(name);
        if (value == null) {
            return false;
        }
        if (value instanceof Boolean flag) {
            return flag;
        }
        throw new BadJsonException(path(name) + " must be true or false");
    }

    public @Nullable JsonReader object(String name) {
        Object value = json.getValue(name);
        if (value == null) {
            return null;
        }
        if (value instanceof JsonObject object) {
            return new JsonReader(object, path(name));
        }
        throw new BadJsonException(path(name) + " must be an object");
    }

    /** Empty if it is not there. */
    public List<JsonReader> objects(String name) {
        Object value = json.getValue(name);
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof JsonArray array)) {
            throw new BadJsonException(path(name) + " must be a list");
        }
        List<JsonReader> objects = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
            if (!(array.getValue(i) instanceof JsonObject object)) {
                throw new BadJsonException(path(name) + "[" + i + "] must be an object");
            }
            objects.add(new JsonReader(object, path(name) + "[" + i + "]"));
        }
        return objects;
    }

    /** Text under {@code name}, or base64 under {@code name_b64}; null if there is neither. */
    public byte @Nullable [] bytes(String name) {
        String text = text(name);
        String base64 = text(name + "_b64");
        if (text != null && base64 != null) {
            throw new BadJsonException(path(name) + " is given twice, as text and as base64");
        }
        if (base64 == null) {
            return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
        }
        try {
            return Base64.getDecoder().decode(base64.replace('-', '+').replace('_', '/'));
        } catch (IllegalArgumentException e) {
            throw new BadJsonException(path(name) + "_b64 is not base64");
        }
    }

    public @Nullable Key key(String name) {
        byte[] bytes = bytes(name);
        return bytes == null ? null : Key.of(bytes);
    }

    /** What is wrong with {@code name}, as an exception to throw. */
    public BadJsonException wrong(String name, String what) {
        return new BadJsonException(path(name) + " " + what);
    }

    private String path(String name) {
        return where.isEmpty() ? name : where + "." + name;
    }
}
