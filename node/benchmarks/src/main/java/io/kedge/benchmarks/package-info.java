/* SPDX-License-Identifier: Apache-2.0 */
/** Command line of the benchmarks: a load generator for any etcd v3 endpoint and a comparison of two servers. */
@NullMarked
package io.kedge.benchmarks;

import org.jspecify.annotations.NullMarked;
