/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.grpc.rpc.wire;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import java.util.Random;

/** Fills any generated message with random fields, unknown ones included. */
final class RandomMessages {

    private final Random random;

    RandomMessages(long seed) {
        this.random = new Random(seed);
    }

    @SuppressWarnings("unchecked")
    <M extends Message> M next(M prototype) {
        return (M) fill(prototype.newBuilderForType(), 0).build();
    }

    private Message.Builder fill(Message.Builder out, int depth) {
        for (FieldDescriptor field : out.getDescriptorForType().getFields()) {
            if (random.nextInt(3) == 0) {
                continue;
            }
            if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE && depth > 4) {
                continue;
            }
            if (field.isRepeated()) {
                int count = random.nextInt(3);
                for (int i = 0; i < count; i++) {
                    out.addRepeatedField(field, value(out, field, depth));
                }
            } else {
                out.setField(field, value(out, field, depth));
            }
        }
        if (random.nextInt(4) == 0) {
            out.setUnknownFields(UnknownFieldSet.newBuilder()
                    .addField(
                            200,
                            UnknownFieldSet.Field.newBuilder()
                                    .addVarint(random.nextLong())
                                    .addFixed32(random.nextInt())
                                    .addFixed64(random.nextLong())
                                    .addLengthDelimited(bytes())
                                    .addGroup(UnknownFieldSet.newBuilder().build())
                                    .build())
                    .build());
        }
        return out;
    }

    private Object value(Message.Builder owner, FieldDescriptor field, int depth) {
        return switch (field.getJavaType()) {
            case INT -> random.nextInt();
            case LONG -> random.nextBoolean() ? random.nextLong() : (long) random.nextInt(5) - 1;
            case BOOLEAN -> random.nextBoolean();
            case BYTE_STRING -> bytes();
            case STRING -> Integer.toString(random.nextInt(), 36);
            case ENUM -> {
                int number = random.nextInt(field.getEnumType().getValues().size());
                yield field.getEnumType().findValueByNumber(number);
            }
            case MESSAGE -> fill(owner.newBuilderForField(field), depth + 1).build();
            default -> throw new IllegalStateException(field.toString());
        };
    }

    private ByteString bytes() {
        byte[] out = new byte[random.nextInt(random.nextInt(10) == 0 ? 300 : 4)];
        random.nextBytes(out);
        return ByteString.copyFrom(out);
    }
}
