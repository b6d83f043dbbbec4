/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.v2;

import io.kedge.model.Compare;
import io.kedge.model.KeyRange;
import io.kedge.model.KeyValue;
import java.util.List;

/** The conditions of compareAndSwap and compareAndDelete. */
final class Previous {

    private static final byte[] EMPTY = {};

    private Previous() {}

    /** Throws V2Exception if the file, which exists, is not as the request wants it; a guess passes. */
    static void check(V2Request request, PathState state) {
        KeyValue file = state.file();
        if (file == null) {
            return;
        }
        String value = Bytes.of(file.value());
        boolean otherValue =
                !request.prevValue().isEmpty() && !request.prevValue().equals(value);
        boolean otherIndex = request.prevIndex() != 0 && request.prevIndex() != file.modRevision();
        String values = "[" + Bytes.text(request.prevValue()) + " != " + Bytes.text(value) + "]";
        String indexes = "[" + Long.toUnsignedString(request.prevIndex()) + " != " + file.modRevision() + "]";
        if (otherValue || otherIndex) {
            String cause = !otherIndex ? values : !otherValue ? indexes : values + " " + indexes;
            throw new V2Exception(V2Code.COMPARE_FAILED, cause, state.revision());
        }
    }

    static void compare(V2Request request, List<Compare> compares) {
        KeyRange file = KeyRange.single(request.path().file());
        compares.add(PathState.present(file.start()));
        if (!request.prevValue().isEmpty()) {
            byte[] value = Bytes.from(request.prevValue());
            compares.add(new Compare(file, Compare.Target.VALUE, Compare.Result.EQUAL, 0, value));
        }
        if (request.prevIndex() != 0) {
            compares.add(new Compare(file, Compare.Target.MOD, Compare.Result.EQUAL, request.prevIndex(), EMPTY));
        }
    }
}
