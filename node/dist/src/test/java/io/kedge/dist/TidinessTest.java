/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The checks of {@link TidyTest} on texts that break the rules. */
final class TidinessTest {

    @Test
    void licenceMustComeFirst() {
        assertThat(Tidiness.firstLine("/* SPDX-License-Identifier: Apache-2.0 */\npackage a;\n"))
                .isEmpty();
        assertThat(Tidiness.firstLine("package a;\n/* SPDX-License-Identifier: Apache-2.0 */\n"))
                .isNotEmpty();
    }

    @Test
    void aLineTooLongIsTold() {
        assertThat(Tidiness.longLines("x".repeat(120) + "\n")).isEmpty();
        assertThat(Tidiness.longLines("a\n" + "x".repeat(121) + "\n")).containsExactly("line 2 has 121 columns");
    }

    @Test
    void wordsThatPutOffAreTold() {
        assertThat(Tidiness.postponed("toDone, aTO" + "DOb")).isEmpty();
        assertThat(Tidiness.postponed("// TO" + "DO later")).hasSize(1);
        assertThat(Tidiness.postponed("# FIX" + "ME")).hasSize(1);
    }

    @Test
    void printingIsTold() {
        assertThat(Tidiness.printing("System.err.println();")).isEmpty();
        assertThat(Tidiness.printing("System" + ".out.println();")).isNotEmpty();
    }

    @Test
    void foreignPathsAndHostsAreTold() {
        assertThat(Tidiness.foreignWords("/network/ https://example.org")).isEmpty();
        assertThat(Tidiness.foreignWords("cd /wo" + "rk/x")).isNotEmpty();
        assertThat(Tidiness.foreignWords("https://repo1.maven" + ".org/x")).isNotEmpty();
    }

    @Test
    void aPageHasOneTitle() {
        assertThat(Tidiness.titles("# One\n## Two\n```\n# comment\n```\n")).isEmpty();
        assertThat(Tidiness.titles("# One\n# Two\n")).isNotEmpty();
        assertThat(Tidiness.titles("text\n")).isNotEmpty();
    }

    @Test
    void deadLinksAreTold(@TempDir Path folder) throws IOException {
        Path page = Files.writeString(folder.resolve("a.md"), "");
        assertThat(Tidiness.deadLinks(page, "[x](a.md) [y](a.md#part) [z](https://example.org) [p](#part)"))
                .isEmpty();
        assertThat(Tidiness.deadLinks(page, "see [b](b.md)")).hasSize(1);
    }

    @Test
    void namedTestsAreFound() {
        assertThat(Tidiness.namedTests("a `OneTest.method` and `TwoTest`, no `Three` `fourTest`"))
                .containsExactly("OneTest.method", "TwoTest");
    }

    @Test
    void missingNullMarkIsTold() {
        assertThat(Tidiness.nullMarks("@NullMarked\npackage a;")).isEmpty();
        assertThat(Tidiness.nullMarks("package a;")).isNotEmpty();
    }

    @Test
    void methodsAreFoundAndMeasured() {
        String source = "class A {\n  @Opt(names = \"{\") int x = 1;\n  int[] y = {1};\n  /* { */\n"
                + "  enum E { P { void q() { } }, R }\n"
                + "  record Bee(int a) {\n    Bee {\n      check(a);\n    }\n  }\n"
                + "  @Opt(n = 1)\n  <T> void long1(\n      int a) throws X {\n    if (a) {\n\n    }\n    "
                + "run(() -> {\n    });\n  }\n"
                + "  static {\n  }\n}\n";
        assertThat(JavaMethods.of(source))
                .extracting(JavaMethods.Method::line, JavaMethods.Method::lines)
                .containsExactly(tuple(5, 1), tuple(7, 3), tuple(13, 7), tuple(20, 2));
    }

    @Test
    void aLongMethodIsSeenAsLong() {
        String source = "class A {\n  void m() {\n" + "    run();\n".repeat(80) + "  }\n}\n";
        assertThat(JavaMethods.of(source))
                .singleElement()
                .extracting(JavaMethods.Method::lines)
                .isEqualTo(82);
    }
}
