/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.server.peers;

import io.kedge.model.Key;
import java.util.List;

/**
 * What a leader says of a lease's time; the fields of {@link io.kedge.replica.LeaseCall}.
 *
 * @param seconds of a lease that does not exist 0 when renewed, else -1
 */
public record LeaseAnswer(long revision, long seconds, long grantedSeconds, List<Key> keys) {}
