/* SPDX-License-Identifier: Apache-2.0 */
/** The REST surface under {@code /v1}. */
@NullMarked
package io.kedge.http.rest;

import org.jspecify.annotations.NullMarked;
