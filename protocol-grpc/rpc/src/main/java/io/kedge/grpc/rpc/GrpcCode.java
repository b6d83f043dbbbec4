/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.grpc.rpc;

/** gRPC's status codes; {@link #ordinal()} is the number on the wire. */
public enum GrpcCode {
    OK("OK"),
    CANCELLED("Canceled"),
    UNKNOWN("Unknown"),
    INVALID_ARGUMENT("InvalidArgument"),
    DEADLINE_EXCEEDED("DeadlineExceeded"),
    NOT_FOUND("NotFound"),
    ALREADY_EXISTS("AlreadyExists"),
    PERMISSION_DENIED("PermissionDenied"),
    RESOURCE_EXHAUSTED("ResourceExhausted"),
    FAILED_PRECONDITION("FailedPrecondition"),
    ABORTED("Aborted"),
    OUT_OF_RANGE("OutOfRange"),
    UNIMPLEMENTED("Unimplemented"),
    INTERNAL("Internal"),
    UNAVAILABLE("Unavailable"),
    DATA_LOSS("DataLoss"),
    UNAUTHENTICATED("Unauthenticated");

    private final String goName;

    GrpcCode(String goName) {
        this.goName = goName;
    }

    public int number() {
        return ordinal();
    }

    /** As Go and its metrics spell it. */
    public String goName() {
        return goName;
    }
}
