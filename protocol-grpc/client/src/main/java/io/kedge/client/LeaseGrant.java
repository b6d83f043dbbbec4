/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.client;

import java.time.Duration;

/** A lease as granted; the server may raise a short time to live. */
public record LeaseGrant(long id, Duration timeToLive) {}
