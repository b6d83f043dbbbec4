/* SPDX-License-Identifier: Apache-2.0 */
/** Bytes: the log's command format and the protobuf layout that stored records share with replies. */
@NullMarked
package io.kedge.model.format;

import org.jspecify.annotations.NullMarked;
