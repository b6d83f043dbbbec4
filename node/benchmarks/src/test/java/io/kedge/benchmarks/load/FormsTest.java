/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.InvalidProtocolBufferException;
import io.kedge.grpc.proto.etcdserverpb.PutRequest;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Keys, frames, /proc and JSON: the forms the generator writes and reads. */
class FormsTest {

    @Test
    void keysHaveTheirSizeAndValuesBeginWithThem() {
        KeySpace keys = new KeySpace(100_000, 15, 64);
        assertThat(new String(keys.key(42))).isEqualTo("k00000000000042");
        assertThat(keys.value(42)).hasSize(64).startsWith(keys.key(42));
        assertThat(new KeySpace(10, 15, 3).value(1)).hasSize(3);
        assertThatThrownBy(() -> new KeySpace(11, 2, 1)).hasMessage("11 keys do not fit keys of 2 bytes");
    }

    @Test
    void aimingAFrameEqualsBuildingItAnew() throws InvalidProtocolBufferException {
        KeySpace keys = new KeySpace(1000, 15, 64);
        PutOperation put = new PutOperation(keys);
        for (int index : new int[] {0, 7, 999, 10, 0}) {
            byte[] frame = put.frameFor(index);
            assertThat(frame[0]).isZero();
            PutRequest request = PutRequest.parseFrom(Arrays.copyOfRange(frame, 5, frame.length));
            assertThat(request.getKey().toByteArray()).isEqualTo(keys.key(index));
            assertThat(request.getValue().toByteArray()).isEqualTo(keys.value(index));
        }
    }

    @Test
    void statIsReadPastANameWithSpacesAndParentheses() {
        String stat = "12 (a (b) c d) S 1 12 12 0 -1 4194304 1 2 3 4 250 50 7 8 20 0 9 0 100 200 300 0 0";
        assertThat(ProcessCpu.parseStatMicros(stat)).isEqualTo(3_000_000);
    }

    @Test
    void residentMemoryIsReadInKibibytes() {
        assertThat(ProcessCpu.parseResidentBytes(List.of("Name:\tx", "VmRSS:\t    2048 kB", "Threads: 1")))
                .isEqualTo(2 << 20);
        assertThat(ProcessCpu.parseResidentBytes(List.of("Name:\tkthreadd"))).isZero();
    }

    @Test
    void ownProcessHasCpuAndMemoryAndAMissingOneHasNone() {
        long pid = ProcessHandle.current().pid();
        assertThat(ProcessCpu.cpuMicros(pid)).isPositive();
        assertThat(ProcessCpu.residentBytes(pid)).isPositive();
        assertThat(ProcessCpu.cpuMicros(Integer.MAX_VALUE)).isZero();
    }

    @Test
    void jsonIsEscapedAndNumbersArePlain() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("a", "say \"x\\\n");
        fields.put("b", 3);
        fields.put("c", 1.5);
        fields.put("d", Double.NaN);
        assertThat(JsonLine.of(fields)).isEqualTo("{\"a\":\"say \\\"x\\\\\\u000a\",\"b\":3,\"c\":1.500,\"d\":null}");
    }
}
