/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.api;

import io.kedge.model.Caller;
import io.kedge.model.MemberInfo;
import java.util.List;

/** The members. */
public interface Cluster {

    void members(Caller caller, boolean linearizable, Reply<List<MemberInfo>> reply);
}
