/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.gateway;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * One method's messages between JSON and protobuf, by protobuf's own mapping: names as they stand in the .proto files
 * (both forms are read), numbers of 64 bits as strings, bytes as base64, nothing for what is zero or empty. May be used
 * on any thread.
 */
final class JsonCodec {

    /** Messages in a reply's messages: 128 transactions, one in the other, are two levels each. */
    private static final int LEVELS_MAX = 300;

    private static final JsonFormat.Parser PARSER = JsonFormat.parser().ignoringUnknownFields();
    private static final JsonFormat.Printer PRINTER =
            JsonFormat.printer().preservingProtoFieldNames().omittingInsignificantWhitespace();

    private final Message request;
    private final Message reply;

    /** Default instances of what is read and of what is written. */
    JsonCodec(Message request, Message reply) {
        this.request = request;
        this.reply = reply;
    }

    /** A request's protobuf, of the JSON object that these bytes are. */
    byte[] request(byte[] json) throws BadJsonException {
        RequestCheck.check(json, request.getDescriptorForType());
        Message.Builder builder = request.newBuilderForType();
        try {
            PARSER.merge(new String(json, StandardCharsets.UTF_8), builder);
        } catch (InvalidProtocolBufferException e) {
            throw new BadJsonException(String.valueOf(e.getMessage()));
        }
        return builder.build().toByteArray();
    }

    /** The JSON of a reply whose protobuf begins at {@code from}. */
    Buffer reply(byte[] protobuf, int from) {
        return Buffer.buffer(text(protobuf, from, new StringBuilder()).toString());
    }

    /** The same as one line of a stream. */
    Buffer line(byte[] protobuf, int from) {
        StringBuilder out = new StringBuilder("{\"result\":");
        return Buffer.buffer(text(protobuf, from, out).append("}\n").toString());
    }

    private StringBuilder text(byte[] protobuf, int from, StringBuilder out) {
        try {
            CodedInputStream in = CodedInputStream.newInstance(protobuf, from, protobuf.length - from);
            in.setRecursionLimit(LEVELS_MAX);
            PRINTER.appendTo(reply.getParserForType().parseFrom(in), out);
            return out;
        } catch (IOException e) {
            throw new IllegalStateException("a reply that is no protobuf message", e);
        }
    }
}
