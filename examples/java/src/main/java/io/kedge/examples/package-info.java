/* SPDX-License-Identifier: Apache-2.0 */
/** Short programs to copy; each shows one idea and runs against any server that speaks etcd v3. */
@NullMarked
package io.kedge.examples;

import org.jspecify.annotations.NullMarked;
