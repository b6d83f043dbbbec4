/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.model;

import java.util.List;

/** What a member publishes of itself once it has started. */
public record MemberAttributes(long memberId, String name, List<String> clientUrls) implements Operation {}
