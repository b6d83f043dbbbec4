/* SPDX-License-Identifier: Apache-2.0 */
/**
 * What clients of a store did and saw: operations with the times at which they began and ended, responses of watches,
 * and the store's true events. Vocabulary of its own, apart from the shipped one, so that a fault there is not repeated
 * here. Keys and values are texts; they are ordered as such, which is the order of their bytes as long as they have no
 * surrogates. All types are immutable, except the two that collect.
 */
@NullMarked
package io.kedge.simulator.history;

import org.jspecify.annotations.NullMarked;
