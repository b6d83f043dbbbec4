/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.differential;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Random;

/** Messages as JSON, each time in another of the ways in which a client may write them. */
final class GatewayJson {
    private static final JsonFormat.Printer PLAIN = JsonFormat.printer().preservingProtoFieldNames();

    private final Random random;

    GatewayJson(Random random) {
        this.random = random;
    }

    /** One way of writing {@code message} that every server must understand. */
    String of(Message message) {
        if (one(8) && message.getSerializedSize() == 0) {
            return "";
        }
        try {
            String text = (one(2) ? PLAIN : JsonFormat.printer()).print(message);
            JsonObject tree = varied(new JsonObject(text), message.getDescriptorForType());
            String written = one(2) ? tree.encode() : tree.encodePrettily();
            return one(12) ? " \n" + written + "\r\n\t" : written;
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    /** As replies must be written: what is read of it, written again, is the same. */
    static JsonObject plain(Message message) {
        try {
            return new JsonObject(PLAIN.print(message));
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    private JsonObject varied(JsonObject object, Descriptor type) {
        JsonObject out = new JsonObject();
        if (one(20)) {
            out.put(
                    "unheard_of",
                    new JsonObject().put("a", new JsonArray().add(1).add("x").addNull()));
        }
        for (FieldDescriptor field : type.getFields()) {
            String name = object.containsKey(field.getName()) ? field.getName() : field.getJsonName();
            Object value = object.getValue(name);
            if (value != null) {
                out.put(name, varied(value, field));
            } else if (one(60) && field.getRealContainingOneof() == null) {
                out.putNull(field.getName());
            }
        }
        return out;
    }

    private Object varied(Object value, FieldDescriptor field) {
        if (value instanceof JsonArray array) {
            JsonArray out = new JsonArray();
            array.forEach(element -> out.add(varied(element, field)));
            return out;
        }
        return switch (field.getJavaType()) {
            case MESSAGE -> varied((JsonObject) value, field.getMessageType());
            case LONG -> one(2) ? value : (Object) Long.parseLong((String) value);
            case ENUM -> value instanceof String name && one(3) ? number(field, name) : value;
            default -> value;
        };
    }

    private static Object number(FieldDescriptor field, String name) {
        return field.getEnumType().findValueByName(name).getNumber();
    }

    private boolean one(int in) {
        return random.nextInt(in) == 0;
    }
}
