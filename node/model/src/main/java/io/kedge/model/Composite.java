/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.model;

import java.util.List;

/** Operations on several spaces applied as one. */
public record Composite(List<Part> parts) implements Operation {

    public record Part(Space space, Operation operation) {}
}
