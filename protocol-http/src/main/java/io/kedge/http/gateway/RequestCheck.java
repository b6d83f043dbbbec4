/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.gateway;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Whether bytes are the JSON of a message, before protobuf's own reader is let at them: that one takes what etcd
 * refuses (single quotes, comments, bytes that are no UTF-8, a name twice, numbers and truths of the wrong kind) and
 * writes out a number in full before it finds it too large, for as long as that takes.
 */
final class RequestCheck {

    /** 128 transactions, one in the other, are three levels each. */
    private static final int NESTING_MAX = 1000;

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(NESTING_MAX)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    /** A number whose value can be told at once. */
    private static final Pattern NUMBER =
            Pattern.compile("-?(0|[1-9][0-9]{0,30})(\\.[0-9]{1,30})?([eE][+-]?[0-9]{1,2})?");

    /** A message's fields by both names that each has in JSON. */
    private static final Map<Descriptor, Map<String, FieldDescriptor>> FIELDS = new ConcurrentHashMap<>();

    private final JsonParser in;

    private RequestCheck(JsonParser in) {
        this.in = in;
    }

    /** Returns if {@code json} can be read as a message of {@code type}; fields that it has not may hold any JSON. */
    static void check(byte[] json, Descriptor type) throws BadJsonException {
        try (JsonParser in = JSON.createParser(json)) {
            in.nextToken();
            new RequestCheck(in).object(type);
        } catch (JsonProcessingException e) {
            throw new BadJsonException(e.getOriginalMessage() + place(e.getLocation()));
        } catch (IOException e) {
            throw new BadJsonException(String.valueOf(e.getMessage()));
        }
    }

    private static Map<String, FieldDescriptor> fields(Descriptor type) {
        return FIELDS.computeIfAbsent(type, message -> {
            Map<String, FieldDescriptor> names = new HashMap<>();
            for (FieldDescriptor field : message.getFields()) {
                names.put(field.getName(), field);
                names.put(field.getJsonName(), field);
            }
            return names;
        });
    }

    private void object(Descriptor type) throws IOException, BadJsonException {
        Map<String, FieldDescriptor> fields = fields(type);
        while (in.nextToken() != JsonToken.END_OBJECT) {
            FieldDescriptor field = fields.get(in.currentName());
            in.nextToken();
            if (field == null) {
                in.skipChildren();
            } else if (in.currentToken() != JsonToken.VALUE_NULL) {
                value(field);
            }
        }
    }

    private void value(FieldDescriptor field) throws IOException, BadJsonException {
        if (!field.isRepeated()) {
            single(field);
            return;
        }
        require(in.currentToken() == JsonToken.START_ARRAY, field);
        while (in.nextToken() != JsonToken.END_ARRAY) {
            single(field);
        }
    }

    private void single(FieldDescriptor field) throws IOException, BadJsonException {
        JsonToken token = in.currentToken();
        switch (field.getJavaType()) {
            case MESSAGE -> {
                require(token == JsonToken.START_OBJECT, field);
                object(field.getMessageType());
            }
            case BOOLEAN -> require(token.isBoolean(), field);
            case BYTE_STRING, STRING -> require(token == JsonToken.VALUE_STRING, field);
            case ENUM -> require(token == JsonToken.VALUE_STRING || token.isNumeric() && isInteger(), field);
            default -> require((token == JsonToken.VALUE_STRING || token.isNumeric()) && isNumber(), field);
        }
    }

    private boolean isNumber() throws IOException {
        return NUMBER.matcher(in.getText()).matches();
    }

    private boolean isInteger() throws IOException {
        return isNumber() && new BigDecimal(in.getText()).stripTrailingZeros().scale() <= 0;
    }

    private void require(boolean holds, FieldDescriptor field) throws BadJsonException {
        if (!holds) {
            throw new BadJsonException("invalid value for the " + kind(field) + " field " + field.getName()
                    + place(in.currentTokenLocation()));
        }
    }

    private static String kind(FieldDescriptor field) {
        return (field.isRepeated() ? "repeated " : "")
                + field.getType().toString().toLowerCase(Locale.ROOT);
    }

    private static String place(JsonLocation location) {
        return location == null ? "" : " (line " + location.getLineNr() + ":" + location.getColumnNr() + ")";
    }
}
