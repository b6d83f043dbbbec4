/* SPDX-License-Identifier: Apache-2.0 */
/** The vocabulary of Kedge: keys, ranges, records, requests, results and the status codes they end with. */
@NullMarked
package io.kedge.model;

import org.jspecify.annotations.NullMarked;
