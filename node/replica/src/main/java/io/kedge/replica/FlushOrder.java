/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.replica;

import io.kedge.replica.backend.RecordSource;
import io.kedge.replica.backend.StoreState;

/** Records to be made durable with the state they complete; answered by {@link Replica#flushed}. */
public record FlushOrder(StoreState state, RecordSource records) {}
