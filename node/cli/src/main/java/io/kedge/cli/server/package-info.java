/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Starting a member: etcd's flags from the command line, the environment or a file, and the process around the node.
 */
@NullMarked
package io.kedge.cli.server;

import org.jspecify.annotations.NullMarked;
