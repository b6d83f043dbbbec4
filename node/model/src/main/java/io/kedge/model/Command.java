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

    public static Command of(Caller caller, Operation operation) {
        return new Command(1, Space.USERS, caller.user(), caller.authRevision(), 0, operation);
    }
}
