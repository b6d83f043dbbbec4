/* SPDX-License-Identifier: Apache-2.0 */
/** What protocol adapters implement to be found and served. */
@NullMarked
package io.kedge.spi;

import org.jspecify.annotations.NullMarked;
