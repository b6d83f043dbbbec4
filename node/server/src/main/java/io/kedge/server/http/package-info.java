/* SPDX-License-Identifier: Apache-2.0 */
/** What the client port answers besides protocols: health, version, metrics. */
@NullMarked
package io.kedge.server.http;

import org.jspecify.annotations.NullMarked;
