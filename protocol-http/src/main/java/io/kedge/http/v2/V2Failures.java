/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.v2;

import io.kedge.http.ErrorTable;
import io.kedge.model.KedgeException;
import io.kedge.model.StatusCode;
import java.util.EnumMap;
import java.util.Map;

/** From the node's status codes to the v2 error table: 300 with the reason in words, but for these. */
final class V2Failures {

    private static final String NO_ACCESS = "Insufficient credentials";

    private static final Map<StatusCode, V2Code> TABLE = new EnumMap<>(Map.of(
            StatusCode.NO_LEADER, V2Code.LEADER_ELECTION,
            StatusCode.LEADER_CHANGED, V2Code.LEADER_ELECTION,
            StatusCode.COMPACTED, V2Code.EVENT_INDEX_CLEARED,
            StatusCode.DUPLICATE_KEY, V2Code.KEY_EXISTS,
            StatusCode.LEASE_TTL_TOO_LARGE, V2Code.TTL_NOT_A_NUMBER,
            StatusCode.PERMISSION_DENIED, V2Code.UNAUTHORIZED,
            StatusCode.AUTH_FAILED, V2Code.UNAUTHORIZED,
            StatusCode.AUTH_OLD_REVISION, V2Code.UNAUTHORIZED,
            StatusCode.INVALID_AUTH_TOKEN, V2Code.UNAUTHORIZED,
            StatusCode.USER_EMPTY, V2Code.UNAUTHORIZED));

    private V2Failures() {}

    static V2Exception of(KedgeException reason, long index) {
        V2Code code = code(reason.code());
        return new V2Exception(code, code == V2Code.UNAUTHORIZED ? NO_ACCESS : text(reason), index);
    }

    static V2Code code(StatusCode status) {
        return TABLE.getOrDefault(status, V2Code.RAFT_INTERNAL);
    }

    /** In words. */
    static String text(KedgeException reason) {
        String title = ErrorTable.of(reason.code()).title();
        String detail = reason.getMessage();
        return detail == null || detail.isEmpty() || detail.equals(reason.code().name())
                ? title
                : title + ": " + detail;
    }
}
