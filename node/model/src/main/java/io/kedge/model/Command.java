/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.model;

/**
 * One entry of the log: an operation with all that its outcome may depend on.
 *
 * @param minimumVersion lowest command format version a member must know to apply this
 * @param user on whose behalf; empty when anonymous
 * @param authRevision of the auth store when {@code user} was checked
 * @param wallTimeMillis the proposer's clock where the outcome shows a time, else 0
 */
public record Command(
        int minimumVersion, Space space, String user, long authRevision, long wallTimeMillis, Operation operation) {

    /** The first version in which puts and deletes name their cause. */
    private static final int CAUSES_SINCE = 2;

    public static Command of(Caller caller, Operation operation) {
        return new Command(minimumVersion(operation), Space.USERS, caller.user(), caller.authRevision(), 0, operation);
    }

    private static int minimumVersion(Operation operation) {
        boolean named = operation instanceof PutRequest put && put.cause() != Cause.PUT
                || operation instanceof DeleteRangeRequest delete && delete.cause() != Cause.DELETE
                || operation instanceof TxnRequest txn && txn.namesCauses();
        return named ? CAUSES_SINCE : 1;
    }
}
