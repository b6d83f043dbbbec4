/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.replica;

import io.kedge.model.Event;
import java.util.List;

/** Everything users' keys went through in one revision; never empty. */
public record RevisionEvents(long revision, List<Event> events) {}
