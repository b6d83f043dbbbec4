/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.benchmarks.compare;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Runs two servers in alternation: in each round every group is measured on a fresh server of the one, then of the
 * other. Whatever it started is stopped when it ends, also on Ctrl-C.
 */
public final class Comparison {

    private final Settings settings;
    private final Candidate kedge;
    private final Candidate etcd;
    private final PrintStream progress;
    private final Samples samples = new Samples();
    private final List<String> notes = new ArrayList<>();
    private final Children children = new Children();

    /** The part of the time asked for that a step is measured: {@code Pace.LEAST <= pace <= 1}. */
    private double pace = 1;

    public Comparison(Settings settings, List<String> kedgeCommand, List<String> etcdCommand, PrintStream progress) {
        this.settings = settings;
        this.kedge = new Candidate(Candidate.KEDGE, kedgeCommand, version(kedgeCommand));
        this.etcd = new Candidate("etcd", etcdCommand, version(etcdCommand));
        this.progress = progress;
    }

    /** Measures, writes the table's file and returns its text. */
    public String run() throws IOException {
        return settings.members() == 1
                ? run(Plan.suite(settings.loadedKeys()))
                : run(ClusterPlan.suite(settings.members(), settings.catchUpMib()));
    }

    private <S extends Subject> String run(Suite<S> suite) throws IOException {
        Thread onExit = new Thread(children::close, "stop-servers");
        Runtime.getRuntime().addShutdownHook(onExit);
        try {
            String machine = Machine.describe(settings.workDirectory());
            List<Group<S>> groups = chosen(suite.groups());
            rounds(suite, groups);
            return write(suite, groups, machine);
        } finally {
            if (!children.isClosed()) {
                Runtime.getRuntime().removeShutdownHook(onExit);
            }
            children.close();
        }
    }

    private <S extends Subject> List<Group<S>> chosen(List<Group<S>> all) {
        boolean h2load = H2Load.isInstalled();
        if (!h2load && all.stream().anyMatch(group -> group.id().startsWith("h2load"))) {
            note("h2load is not installed (Debian: nghttp2-client): its rows are missing.");
        }
        List<Group<S>> groups = new Choice(settings.rows(), settings.full(), h2load).of(all);
        if (groups.isEmpty()) {
            throw new IllegalArgumentException("no row is called " + String.join(" or ", settings.rows()));
        }
        return groups;
    }

    private <S extends Subject> void rounds(Suite<S> suite, List<Group<S>> groups) throws IOException {
        long begin = System.nanoTime();
        double measuringMinutes = measuringMinutes(groups);
        double overheadMinutes = 0;
        for (int round = 1; round <= settings.rounds(); round++) {
            if (round > 1 && !settings.full()) {
                double minutesLeft = settings.minutesMax() - minutesSince(begin);
                pace = Pace.of(minutesLeft, settings.rounds() - round + 1, measuringMinutes, overheadMinutes);
                if (pace < Pace.LEAST) {
                    note(
                            "Stopped after %d round(s): another would not fit %.0f minutes.",
                            round - 1, settings.minutesMax());
                    return;
                }
                if (pace < 1) {
                    note(
                            "Round %d measured %.0f %% of the time, to fit %.0f minutes.",
                            round, 100 * pace, settings.minutesMax());
                }
            }
            double minutes = round(round, suite, groups, begin);
            overheadMinutes = minutes - measuringMinutes * pace;
        }
    }

    /** Runs one round; returns its minutes without the groups that are measured once. */
    private <S extends Subject> double round(int round, Suite<S> suite, List<Group<S>> groups, long begin)
            throws IOException {
        double minutes = 0;
        for (Group<S> group : groups) {
            if (group.once() && round > 1 && !settings.full()) {
                continue;
            }
            long groupBegin = System.nanoTime();
            say("round %d of %d, %s (%.1f minutes so far)", round, settings.rounds(), group.id(), minutesSince(begin));
            measure(suite, group, kedge);
            measure(suite, group, etcd);
            minutes += group.once() ? 0 : minutesSince(groupBegin);
        }
        return minutes;
    }

    private double measuringMinutes(List<? extends Group<?>> groups) {
        double seconds = groups.stream()
                .filter(group -> !group.once())
                .flatMap(group -> group.steps().stream())
                .mapToDouble(this::stepSeconds)
                .sum();
        return 2 * Math.max(1, seconds) / 60;
    }

    private double stepSeconds(Step<?> step) {
        return step.brief() && !settings.full() ? settings.seconds() / 2 : settings.seconds();
    }

    private void note(String format, Object... arguments) {
        notes.add(String.format(Locale.ROOT, format, arguments));
        progress.println(notes.get(notes.size() - 1));
    }

    private <S extends Subject> void measure(Suite<S> suite, Group<S> group, Candidate candidate) throws IOException {
        try (S subject = suite.launcher().launch(candidate, children, settings.workDirectory())) {
            record(suite.readyRow().id(), candidate, Measurement.ofValue(subject.readySeconds()));
            group.prepare().run(subject, settings.warmupSeconds(), (id, figure) -> {});
            group.warmup().run(subject, settings.warmupSeconds(), (id, figure) -> {});
            for (Step<S> step : group.steps()) {
                measure(step, subject, candidate);
            }
        }
    }

    /** A step that cannot be measured is noted and the others go on. */
    private <S extends Subject> void measure(Step<S> step, S subject, Candidate candidate) throws IOException {
        try {
            step.probe().run(subject, pace * stepSeconds(step), (id, figure) -> {
                record(id, candidate, figure);
                say("  %-6s %-28s %,.2f%s", candidate.label(), id, figure.value(), errors(figure));
            });
        } catch (IOException e) {
            if (children.isClosed()) {
                throw e;
            }
            String reason = String.valueOf(e.getMessage());
            say("  %-6s %-28s failed: %s", candidate.label(), step.id(), reason);
            note(
                    "%s was not measured on %s once: %s",
                    step.id(), candidate.label(), reason.lines().findFirst().orElse(""));
        }
    }

    private void record(String rowId, Candidate candidate, Measurement figure) {
        samples.add(rowId, candidate.label(), figure);
    }

    private static String errors(Measurement figure) {
        return figure.errors() == 0 ? "" : "  (" + figure.errors() + " errors)";
    }

    private <S extends Subject> String write(Suite<S> suite, List<Group<S>> groups, String machine) throws IOException {
        List<Row> rows = groups.stream()
                .flatMap(group -> group.steps().stream())
                .flatMap(step -> step.rows().stream())
                .toList();
        String commit = Machine.commit(settings.repository());
        String date = LocalDate.now(ZoneOffset.UTC).toString();
        StringBuilder text = new StringBuilder("# " + suite.title() + ", " + date + "\n\n");
        text.append("- machine: ").append(machine).append('\n');
        text.append("- Kedge: ")
                .append(kedge.version())
                .append(", commit ")
                .append(commit)
                .append('\n');
        text.append("- etcd: ").append(etcd.version()).append('\n');
        text.append(String.format(
                Locale.ROOT,
                "- %d rounds of %.0f s, servers in alternation, each start with an empty data directory; on either one "
                        + "%.0f s of like load come first and are not counted, but for the row without warm-up; "
                        + "medians; ratio is Kedge / etcd per round\n",
                settings.rounds(),
                settings.seconds(),
                settings.warmupSeconds()));
        text.append("- cXmY: X connections, Y calls in flight on each; CPU is per request; pairs are Kedge / etcd; "
                + "the p50 column of h2load rows is the mean\n");
        suite.remarks().forEach(remark -> text.append("- ").append(remark).append('\n'));
        notes.forEach(note -> text.append("- ").append(note).append('\n'));
        text.append('\n').append(new Table(samples, kedge.label(), etcd.label()).render(rows));
        Files.createDirectories(settings.results());
        Path file = unused(settings.results(), date + "-" + commit + suite.fileSuffix());
        Files.writeString(file, text);
        say("written: %s", file);
        return text.toString();
    }

    private static Path unused(Path directory, String name) {
        Path file = directory.resolve(name + ".md");
        for (int i = 2; Files.exists(file); i++) {
            file = directory.resolve(name + "-" + i + ".md");
        }
        return file;
    }

    /** What {@code kedge version} or {@code etcd --version} prints first. */
    private static String version(List<String> command) {
        boolean subcommand =
                command.size() > 1 && command.get(command.size() - 1).equals("server");
        return Machine.firstLine(List.of(command.get(0), subcommand ? "version" : "--version"));
    }

    private void say(String format, Object... arguments) {
        progress.println(String.format(Locale.ROOT, format, arguments));
    }

    private static double minutesSince(long nanos) {
        return (System.nanoTime() - nanos) / 60e9;
    }
}
