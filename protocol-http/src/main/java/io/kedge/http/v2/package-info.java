/* SPDX-License-Identifier: Apache-2.0 */
/** etcd's v2 keys: a view of the same keys, where {@code /a/b} is the key of that name and directories are prefixes. */
@NullMarked
package io.kedge.http.v2;

import org.jspecify.annotations.NullMarked;
