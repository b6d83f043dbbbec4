/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.client;

/** What may be done when no answer came. */
enum CallKind {
    /** Changes nothing, or the same when done twice: asked again. */
    READ,
    /** Changes the store: sent again only if surely not looked at. */
    WRITE
}
