/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.model;

/** Applied; nothing more to say. */
public record Done(long revision) implements Result {}
