/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.model;

/** The end of a lease and of its keys; {@code expired} tells expiry from a client's revoke. */
public record LeaseRevoke(long id, boolean expired) implements Operation {}
