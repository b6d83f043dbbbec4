/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.model;

import java.util.List;

/** The members after a change, in the order of their ids. */
public record MembersResult(List<MemberInfo> members) implements Result {

    /** 0: headers of cluster calls carry no revision. */
    @Override
    public long revision() {
        return 0;
    }
}
