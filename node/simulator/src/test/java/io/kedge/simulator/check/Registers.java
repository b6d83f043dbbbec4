/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.check;

import java.util.List;

/**
 * Short words for operations of registers, as text of a history. "3-7 a:w1": from 3 to 7, on register a, write 1; "?"
 * for an end that never came. r1 reads 1 and r- nothing, d1 deletes one, c12+ finds 1 and sets 2, c12- does not.
 */
final class Registers {

    private Registers() {}

    static String lines(List<String> operations) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < operations.size(); i++) {
            text.append(lines(i, operations.get(i)));
        }
        return text.toString();
    }

    static String lines(int number, String operation) {
        String[] words = operation.split("[- ]", 3);
        String[] key = words[2].contains(":") ? words[2].split(":", 2) : new String[] {"k", words[2]};
        String call = "%s call %d client=%d %s\n".formatted(words[0], number, number, call(key[0], key[1]));
        return words[1].equals("?") ? call : call + "%s ok %d %s\n".formatted(words[1], number, answer(key[0], key[1]));
    }

    private static String call(String key, String what) {
        return switch (what.charAt(0)) {
            case 'w' -> "put \"%s\" \"%s\" lease=0".formatted(key, what.substring(1));
            case 'r' -> "range \"%s\"".formatted(key);
            case 'd' -> "delete \"%s\"".formatted(key);
            default ->
                "txn if [ value \"%s\" EQUAL \"%s\" ] then [ put \"%s\" \"%s\" lease=0 ] else [ ]"
                        .formatted(key, what.charAt(1), key, what.charAt(2));
        };
    }

    private static String answer(String key, String what) {
        return switch (what.charAt(0)) {
            case 'w' -> "put rev=0";
            case 'r' ->
                what.equals("r-")
                        ? "range rev=0 [ ]"
                        : "range rev=0 [ \"%s\" \"%s\" create=1 mod=1 version=1 lease=0 ]"
                                .formatted(key, what.substring(1));
            case 'd' -> "delete rev=0 deleted=" + what.substring(1);
            default -> what.endsWith("+") ? "txn rev=0 then [ put rev=0 ]" : "txn rev=0 else [ ]";
        };
    }
}
