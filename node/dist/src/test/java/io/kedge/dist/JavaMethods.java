/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Finds the methods of a Java source by counting braces: a block right inside a type, whose header is no type's and no
 * initializer's, is a method. Comments and literals are blanked first.
 */
final class JavaMethods {

    /** One method, constructor or initializer block, with its lines from brace to brace. */
    record Method(String header, int line, int lines) {}

    private enum Kind {
        TYPE,
        METHOD,
        OTHER
    }

    private record Block(Kind kind, String header, int line) {}

    private static final Pattern BLANKED = Pattern.compile(
            "//[^\\n]*|/\\*.*?\\*/|\"\"\".*?\"\"\"|\"(?:\\\\.|[^\"\\\\\\n])*\"|'(?:\\\\.|[^'\\\\\\n])+'",
            Pattern.DOTALL);
    private static final Pattern ANNOTATION = Pattern.compile("@(?!interface)[\\w.]+(\\s*\\([^()]*\\))?");
    private static final Pattern TYPE = Pattern.compile("(?s).*\\b(class|interface|enum|record)\\s+\\w+.*");
    private static final Pattern CONSTANT = Pattern.compile("(?s)[\\s,]*[A-Z][A-Z0-9_]*\\s*(\\(.*\\))?\\s*");
    private static final Pattern CALLABLE = Pattern.compile("(?s)[^=(]*\\(.*\\)[^=]*|\\s*static\\s*|[\\w\\s]*\\w\\s*");

    private final Deque<Block> open = new ArrayDeque<>();
    private final List<Method> found = new ArrayList<>();
    private final StringBuilder header = new StringBuilder();
    private int line = 1;

    private JavaMethods() {}

    static List<Method> of(String source) {
        JavaMethods methods = new JavaMethods();
        blank(source).chars().forEach(c -> methods.accept((char) c));
        return methods.found;
    }

    /** Literals and comments become spaces; lines stay where they are. */
    static String blank(String source) {
        return BLANKED.matcher(source).replaceAll(hit -> hit.group().replaceAll("[^\\n]", " "));
    }

    private void accept(char c) {
        switch (c) {
            case '{' -> {
                String text = header.toString();
                open.push(new Block(kind(text), text.strip(), line));
                header.setLength(0);
            }
            case '}' -> {
                Block closed = open.pop();
                if (closed.kind == Kind.METHOD) {
                    found.add(new Method(closed.header, closed.line, line - closed.line + 1));
                }
                header.setLength(0);
            }
            case ';' -> header.setLength(0);
            case '\n' -> {
                line++;
                header.append(' ');
            }
            default -> header.append(c);
        }
    }

    private Kind kind(String text) {
        String bare = ANNOTATION.matcher(text).replaceAll(" ");
        Kind around = open.isEmpty() ? Kind.TYPE : open.peek().kind;
        if (around != Kind.TYPE || count(bare, '(') > count(bare, ')')) {
            return Kind.OTHER;
        }
        if (TYPE.matcher(bare).matches()
                || bare.contains("@interface")
                || CONSTANT.matcher(bare).matches()) {
            return Kind.TYPE;
        }
        return CALLABLE.matcher(bare).matches() ? Kind.METHOD : Kind.OTHER;
    }

    private static long count(String text, char wanted) {
        return text.chars().filter(c -> c == wanted).count();
    }
}
