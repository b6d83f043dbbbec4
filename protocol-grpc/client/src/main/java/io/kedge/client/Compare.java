/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.client;

/**
 * One condition of a transaction. A key that does not exist counts as version, revisions and lease 0; a condition on
 * its value never holds.
 *
 * @param number what is compared with, unless the target is {@link Target#VALUE}
 * @param value what is compared with when the target is {@link Target#VALUE}, else empty
 */
public record Compare(Bytes key, Target target, Relation relation, long number, Bytes value) {

    /** What of the key is compared. */
    public enum Target {
        /** How often it was put since it was made. */
        VERSION,
        /** The revision that made it. */
        CREATE_REVISION,
        /** The revision that changed it last. */
        MOD_REVISION,
        /** Its value, by unsigned bytes. */
        VALUE,
        /** Its lease. */
        LEASE
    }

    /** How the key's side relates to the given one. */
    public enum Relation {
        /** The same. */
        EQUAL,
        /** Above. */
        GREATER,
        /** Below. */
        LESS,
        /** Another. */
        NOT_EQUAL
    }

    /** The key's value. */
    public static Compare value(Bytes key, Relation relation, Bytes value) {
        return new Compare(key, Target.VALUE, relation, 0, value);
    }

    /** The key's version. */
    public static Compare version(Bytes key, Relation relation, long version) {
        return new Compare(key, Target.VERSION, relation, version, Bytes.EMPTY);
    }

    /** The revision that made the key. */
    public static Compare createRevision(Bytes key, Relation relation, long revision) {
        return new Compare(key, Target.CREATE_REVISION, relation, revision, Bytes.EMPTY);
    }

    /** The revision that changed the key last. */
    public static Compare modRevision(Bytes key, Relation relation, long revision) {
        return new Compare(key, Target.MOD_REVISION, relation, revision, Bytes.EMPTY);
    }

    /** The key's lease. */
    public static Compare lease(Bytes key, Relation relation, long leaseId) {
        return new Compare(key, Target.LEASE, relation, leaseId, Bytes.EMPTY);
    }

    /** Holds when the key exists. */
    public static Compare exists(Bytes key) {
        return createRevision(key, Relation.GREATER, 0);
    }

    /** Holds when the key does not exist. */
    public static Compare missing(Bytes key) {
        return createRevision(key, Relation.EQUAL, 0);
    }
}
