/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Where members are: the {@link io.kedge.eventbus.cluster.MemberTable}, the {@code ClusterManager} that answers Vert.x
 * from it, and the event bus' options. Nothing here is shared over the network: each member fills its own table from
 * its configuration and from committed changes.
 */
@NullMarked
package io.kedge.eventbus.cluster;

import org.jspecify.annotations.NullMarked;
