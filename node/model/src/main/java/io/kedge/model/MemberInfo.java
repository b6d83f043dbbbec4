/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.model;

import java.util.List;

/** A member of the cluster; the name is empty and there are no client URLs until it has started. */
public record MemberInfo(long id, String name, List<String> peerUrls, List<String> clientUrls, boolean learner) {}
