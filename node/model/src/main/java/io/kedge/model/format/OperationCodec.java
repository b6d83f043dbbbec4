/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.model.format;

import io.kedge.model.Alarm;
import io.kedge.model.AlarmChange;
import io.kedge.model.Cause;
import io.kedge.model.CompactRequest;
import io.kedge.model.Composite;
import io.kedge.model.DeleteRangeRequest;
import io.kedge.model.Key;
import io.kedge.model.LeaseCheckpoint;
import io.kedge.model.LeaseGrant;
import io.kedge.model.LeaseRevoke;
import io.kedge.model.MemberAttributes;
import io.kedge.model.MemberChange;
import io.kedge.model.Operation;
import io.kedge.model.PutRequest;
import io.kedge.model.SequentialPut;
import io.kedge.model.Space;
import io.kedge.model.SystemUpdate;
import io.kedge.model.TxnRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The body of each kind of command. A kind's number and layout never change; new ones are added at the end. */
final class OperationCodec {

    private static final int PUT = 1;
    private static final int DELETE_RANGE = 2;
    private static final int TXN = 3;
    private static final int COMPACT = 4;
    private static final int LEASE_GRANT = 5;
    private static final int LEASE_REVOKE = 6;
    private static final int LEASE_CHECKPOINT = 7;
    private static final int SEQUENTIAL_PUT = 8;
    private static final int SYSTEM_UPDATE = 9;
    private static final int ALARM_CHANGE = 10;
    private static final int MEMBER_ATTRIBUTES = 11;
    private static final int COMPOSITE = 12;
    static final int MEMBER_CHANGE = 13;

    private OperationCodec() {}

    static int sizeHint(Operation operation) {
        return operation instanceof PutRequest put ? put.key().length() + put.value().length : 128;
    }

    static int kind(Operation operation) {
        if (operation instanceof PutRequest) {
            return PUT;
        } else if (operation instanceof DeleteRangeRequest) {
            return DELETE_RANGE;
        } else if (operation instanceof TxnRequest) {
            return TXN;
        } else if (operation instanceof CompactRequest) {
            return COMPACT;
        } else if (operation instanceof LeaseGrant) {
            return LEASE_GRANT;
        } else if (operation instanceof LeaseRevoke) {
            return LEASE_REVOKE;
        } else if (operation instanceof LeaseCheckpoint) {
            return LEASE_CHECKPOINT;
        } else if (operation instanceof SequentialPut) {
            return SEQUENTIAL_PUT;
        } else if (operation instanceof SystemUpdate) {
            return SYSTEM_UPDATE;
        } else if (operation instanceof AlarmChange) {
            return ALARM_CHANGE;
        } else if (operation instanceof MemberAttributes) {
            return MEMBER_ATTRIBUTES;
        } else if (operation instanceof MemberChange) {
            return MEMBER_CHANGE;
        }
        return COMPOSITE;
    }

    static void writeBody(WireWriter out, Operation operation) {
        if (operation instanceof PutRequest put) {
            TxnCodec.writePut(out, put);
        } else if (operation instanceof DeleteRangeRequest delete) {
            TxnCodec.writeDelete(out, delete);
        } else if (operation instanceof TxnRequest txn) {
            TxnCodec.writeTxn(out, txn);
        } else if (operation instanceof CompactRequest compact) {
            out.varint(compact.revision());
            out.u8(compact.physical() ? 1 : 0);
        } else if (operation instanceof LeaseGrant grant) {
            out.varint(grant.id());
            out.varint(grant.ttlSeconds());
            out.varint(grant.onExpiry().size());
            grant.onExpiry().forEach(put -> TxnCodec.writePut(out, put));
        } else if (operation instanceof LeaseRevoke revoke) {
            out.varint(revoke.id());
            out.u8(revoke.expired() ? 1 : 0);
        } else if (operation instanceof LeaseCheckpoint checkpoint) {
            out.varint(checkpoint.leases().size());
            for (LeaseCheckpoint.Remaining lease : checkpoint.leases()) {
                out.varint(lease.id());
                out.varint(lease.seconds());
            }
        } else if (operation instanceof SequentialPut put) {
            if (put.suffix().length > 0 || put.cause() != Cause.PUT) {
                throw new IllegalArgumentException("a suffix or a cause outside a transaction");
            }
            out.bytes(put.prefix().bytes());
            out.bytes(put.value());
            out.varint(put.lease());
        } else {
            writeRareBody(out, operation);
        }
    }

    private static void writeRareBody(WireWriter out, Operation operation) {
        if (operation instanceof SystemUpdate update) {
            out.varint(update.writes().size());
            for (SystemUpdate.Write write : update.writes()) {
                out.bytes(write.key().bytes());
                byte[] value = write.value();
                out.u8(value == null ? 0 : 1);
                if (value != null) {
                    out.bytes(value);
                }
            }
        } else if (operation instanceof AlarmChange change) {
            out.u8(change.raise() ? 1 : 0);
            out.varint(change.memberId());
            out.u8(change.alarm().code());
        } else if (operation instanceof MemberAttributes member) {
            out.varint(member.memberId());
            out.bytes(member.name().getBytes(StandardCharsets.UTF_8));
            writeTexts(out, member.clientUrls());
        } else if (operation instanceof MemberChange change) {
            out.u8(change.kind().ordinal());
            out.varint(change.memberId());
            writeTexts(out, change.peerUrls());
        } else if (operation instanceof Composite composite) {
            out.varint(composite.parts().size());
            for (Composite.Part part : composite.parts()) {
                out.u8(part.space().code());
                if (part.operation() instanceof Composite) {
                    throw new IllegalArgumentException("a composite inside a composite");
                }
                out.u8(kind(part.operation()));
                writeBody(out, part.operation());
            }
        } else {
            throw new IllegalStateException("no body for " + operation.getClass());
        }
    }

    private static void writeTexts(WireWriter out, List<String> texts) {
        out.varint(texts.size());
        texts.forEach(text -> out.bytes(text.getBytes(StandardCharsets.UTF_8)));
    }

    static Operation readBody(WireReader in, int kind) {
        return switch (kind) {
            case PUT -> TxnCodec.readPut(in);
            case DELETE_RANGE -> TxnCodec.readDelete(in);
            case TXN -> TxnCodec.readTxn(in);
            case COMPACT -> new CompactRequest(in.varint(), in.u8() != 0);
            case LEASE_GRANT -> new LeaseGrant(in.varint(), in.varint(), readPuts(in));
            case LEASE_REVOKE -> new LeaseRevoke(in.varint(), in.u8() != 0);
            case LEASE_CHECKPOINT -> readCheckpoint(in);
            case SEQUENTIAL_PUT -> new SequentialPut(Key.of(in.bytes()), in.bytes(), in.varint());
            case SYSTEM_UPDATE -> readSystemUpdate(in);
            case ALARM_CHANGE -> new AlarmChange(in.u8() != 0, in.varint(), Alarm.ofCode(in.u8()));
            case MEMBER_ATTRIBUTES -> readMember(in);
            case COMPOSITE -> readComposite(in);
            case MEMBER_CHANGE -> new MemberChange(in.constant(MemberChange.Kind.values()), in.varint(), readTexts(in));
            default -> throw new UnknownFormatException("command kind " + kind + " is not known to this version");
        };
    }

    private static List<PutRequest> readPuts(WireReader in) {
        int count = in.count();
        List<PutRequest> puts = new ArrayList<>(WireReader.capacity(count));
        for (int i = 0; i < count; i++) {
            puts.add(TxnCodec.readPut(in));
        }
        return puts;
    }

    private static LeaseCheckpoint readCheckpoint(WireReader in) {
        int count = in.count();
        List<LeaseCheckpoint.Remaining> leases = new ArrayList<>(WireReader.capacity(count));
        for (int i = 0; i < count; i++) {
            leases.add(new LeaseCheckpoint.Remaining(in.varint(), in.varint()));
        }
        return new LeaseCheckpoint(leases);
    }

    private static SystemUpdate readSystemUpdate(WireReader in) {
        int count = in.count();
        List<SystemUpdate.Write> writes = new ArrayList<>(WireReader.capacity(count));
        for (int i = 0; i < count; i++) {
            Key key = Key.of(in.bytes());
            writes.add(new SystemUpdate.Write(key, in.u8() == 0 ? null : in.bytes()));
        }
        return new SystemUpdate(writes);
    }

    private static MemberAttributes readMember(WireReader in) {
        long id = in.varint();
        String name = new String(in.bytes(), StandardCharsets.UTF_8);
        return new MemberAttributes(id, name, readTexts(in));
    }

    private static List<String> readTexts(WireReader in) {
        int count = in.count();
        List<String> texts = new ArrayList<>(WireReader.capacity(count));
        for (int i = 0; i < count; i++) {
            texts.add(new String(in.bytes(), StandardCharsets.UTF_8));
        }
        return texts;
    }

    private static Composite readComposite(WireReader in) {
        int count = in.count();
        List<Composite.Part> parts = new ArrayList<>(WireReader.capacity(count));
        for (int i = 0; i < count; i++) {
            Space space = Space.ofCode(in.u8());
            int kind = in.u8();
            if (kind == COMPOSITE) {
                throw new UnknownFormatException("a composite inside a composite");
            }
            parts.add(new Composite.Part(space, readBody(in, kind)));
        }
        return new Composite(parts);
    }
}
