package dev.breakwater.bench.worth;

import dev.breakwater.bench.report.WorthResult;
import dev.breakwater.bench.score.Scorer;
import dev.breakwater.bench.score.Tally;
import dev.breakwater.bench.set.BenchSet;
import dev.breakwater.bench.worth.Guarded.Detection;
import dev.breakwater.bench.worth.Guarded.Detection.Source;
import dev.breakwater.engine.detect.baseline.Gates;
import dev.breakwater.engine.policy.Lines;
import dev.breakwater.engine.policy.Lines.Auto;
import dev.breakwater.engine.policy.Match;
import dev.breakwater.engine.policy.Policy;
import dev.breakwater.engine.policy.PolicyBook.Mode;
import dev.breakwater.engine.policy.ThrottleRule;
import dev.breakwater.engine.policy.ThrottleRule.LeverRule;
import dev.breakwater.engine.policy.ThrottleRule.Worth;
import dev.breakwater.model.DataMinute;
import dev.breakwater.model.NanoUsd;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Counts pages, warnings and throttles over three weeks of generated accounts with weekly batches, month ends and level
 * shifts. The last week is judged. The bench uses the shipped thresholds and others, several values of {@code
 * throttle.worth} and {@code throttle.alwaysAbove}, and Breakwater's detector and the hardened band.
 *
 * @param progress called with each step of the bench
 */
public record WorthBench(int seeds, Consumer<String> progress) {
    private static final String OURS = "Breakwater";
    /** Two widths of the hardened band: the width with the best recall of all peers, and a width with fewer false pages. */
    private static final double[] WIDTHS = {4, 5.5};

    private static final double[] LINES = {.5, 1, 2, 5, 10};
    private static final int WEEKS_BEFORE = 1;
    private static final double SHIPPED = 1;
    private static final double[] FRONTIER = {0, .3, 1, 3, 10};
    private static final double[] ALWAYS = {50, 200};
    private static final double SHIPPED_ALWAYS = 100;
    /** The number of minutes within which a lasting change must be reported. */
    private static final int TOLD_WITHIN = 26 * 60;

    /** The sum over several runs. */
    private static final class Sum {
        final Tally pages = new Tally();
        double afterThreshold;
        int changes;
        int changesTold;
        int falsePages;
        int falseWarnings;
        int throttles;
        int proposed;
        double averted;
        double refused;

        void add(Row row, BenchSet set, Guarded guarded) {
            Scorer scorer = Scorer.of(set);
            pages.add(scorer.score(guarded.paged()));
            afterThreshold += row.afterThreshold(set.incidents());
            changes += (int) set.functions().stream()
                    .filter(f -> f.shift() > 0 && f.shift() < BenchSet.MINUTES - TOLD_WITHIN)
                    .count();
            for (Guarded.Told t : guarded.told) {
                if (t.lasts()) {
                    int shift = set.functions().get(t.function()).shift();
                    if (shift > 0 && t.from() >= shift) changesTold++;
                    continue;
                }
                if (t.from() < BenchSet.EVALUATED_FROM || scorer.concerns(t.function(), t.from(), t.to())) continue;
                if (t.page()) falsePages++;
                else falseWarnings++;
            }
            throttles += guarded.throttles;
            proposed += guarded.proposed;
            averted += NanoUsd.usd(guarded.avertedNano);
            refused += guarded.refused;
        }
    }

    private record Row(String line, double worth, double always, Policy policy) {

        /**
         * Returns a part of the attacks' cost. The part of an attack begins when the attack's hourly cost has exceeded
         * this page threshold. An automatic threshold is also exceeded if a day's cost is a large multiple of the usual
         * cost. Growth and the sums of accounts may page earlier than that.
         */
        double afterThreshold(List<BenchSet.Incident> attacks) {
            boolean automatic = policy.auto().any();
            double line = automatic ? Lines.LEAST_PAGE_NANO : policy.lines(0).pageNano();
            double day = automatic ? Lines.HOURS_IN_A_DAY * line : Double.MAX_VALUE;
            double ahead = 0;
            for (BenchSet.Incident attack : attacks) {
                double[] cost = attack.excessNano();
                double sum = 0;
                double hour = 0;
                int k = 0;
                for (; k < cost.length && hour <= line && sum <= day; k++) {
                    sum += cost[k];
                    hour += cost[k] - (k < DataMinute.HOUR ? 0 : cost[k - DataMinute.HOUR]);
                }
                for (; k < cost.length; k++) ahead += cost[k];
            }
            return ahead;
        }
    }

    public WorthResult run() {
        List<Group> groups = groups();
        for (long seed = 1; seed <= seeds; seed++) {
            BenchSet set = BenchSet.changing(seed);
            for (Group g : groups) {
                progress.accept("seed " + seed + ": " + g.detector + ", page threshold " + g.rows.get(0).line);
                g.play(set, seed);
            }
        }
        return new WorthResult(
                seeds, groups.stream().flatMap(g -> g.results().stream()).toList());
    }

    private static List<Group> groups() {
        List<Group> groups = new ArrayList<>();
        List<Row> auto = new ArrayList<>(frontier("auto", Double.NaN, 10));
        for (double always : ALWAYS) auto.add(row("auto", Double.NaN, 10, SHIPPED, always));
        groups.add(Group.of(OURS, Source.OURS, auto));
        for (double k : WIDTHS) groups.add(Group.of(band(k), Source.band(k), frontier("auto", Double.NaN, 10)));
        for (boolean ours : new boolean[] {true, false}) {
            for (double line : LINES) {
                List<Row> rows = new ArrayList<>(List.of(row("" + line, line, 10, SHIPPED, SHIPPED_ALWAYS)));
                if (line == 1) rows.addAll(frontier("1, throttled from 1", 1, 1));
                groups.add(Group.of(ours ? OURS : band(WIDTHS[0]), ours ? Source.OURS : Source.band(WIDTHS[0]), rows));
            }
        }
        return groups;
    }

    private static String band(double k) {
        return "hardened band, k = " + k;
    }

    /** Returns the refused good calls for each value of {@code throttle.worth}, with pages and throttles from 1 USD. */
    static List<Double> refused(BenchSet set, long seed) {
        return guarded(set, seed, Source.OURS, frontier("", 1, 1)).stream()
                .map(g -> g.refused)
                .toList();
    }

    /** Runs one page threshold over a set. */
    static Guarded guarded(BenchSet set, long seed, double pageUsd) {
        return guarded(set, seed, Source.OURS, List.of(row("", pageUsd, 10, SHIPPED, SHIPPED_ALWAYS)))
                .get(0);
    }

    private static List<Guarded> guarded(BenchSet set, long seed, Source source, List<Row> rows) {
        List<Guarded> controls =
                rows.stream().map(r -> new Guarded(set, r.policy)).toList();
        Detection detection = new Detection(said -> source.of(set, gates(rows.get(0).policy), said), controls);
        set.before(WEEKS_BEFORE, seed, detection);
        set.play(detection);
        controls.forEach(c -> c.end(BenchSet.MINUTES));
        return controls;
    }

    private static List<Row> frontier(String line, double page, double throttle) {
        return Arrays.stream(FRONTIER)
                .mapToObj(worth -> row(line, page, throttle, worth, SHIPPED_ALWAYS))
                .toList();
    }

    private static Row row(String line, double page, double throttle, double worth, double always) {
        return new Row(line, worth, always, policy(page, throttle, new Worth(worth, NanoUsd.of(always))));
    }

    private static WorthResult.Row result(String detector, Row row, Sum sum) {
        double weeks = sum.pages.weeks();
        return new WorthResult.Row(
                detector,
                row.line,
                row.worth,
                row.always,
                sum.pages.score().recall(),
                sum.pages.costAhead(),
                sum.afterThreshold / sum.pages.cost(),
                sum.falsePages / weeks,
                sum.falseWarnings / weeks,
                sum.throttles,
                sum.proposed,
                sum.averted,
                sum.refused,
                sum.changesTold + " of " + sum.changes);
    }

    /** Settings with the same cost thresholds, which share a run of the detector. */
    private record Group(String detector, Source source, List<Row> rows, List<Sum> sums) {

        static Group of(String detector, Source source, List<Row> rows) {
            return new Group(
                    detector, source, rows, rows.stream().map(r -> new Sum()).toList());
        }

        void play(BenchSet set, long seed) {
            List<Guarded> controls = guarded(set, seed, source, rows);
            for (int i = 0; i < controls.size(); i++) sums.get(i).add(rows.get(i), set, controls.get(i));
        }

        List<WorthResult.Row> results() {
            return IntStream.range(0, rows.size())
                    .mapToObj(i -> result(detector, rows.get(i), sums.get(i)))
                    .toList();
        }
    }

    /**
     * Returns the cost thresholds of the job's first stage, which are the smallest thresholds. Control requires more.
     */
    private static Gates gates(Policy policy) {
        Lines least = policy.lines(0);
        return new Gates(
                least.warnNano(),
                least.pageNano(),
                policy.youngNanoPerHour(),
                policy.auto().any());
    }

    /** Returns the shipped policy, or a policy with another page threshold. */
    private static Policy policy(double pageUsd, double throttleUsd, Worth worth) {
        boolean auto = Double.isNaN(pageUsd);
        double page = auto ? 5 : pageUsd;
        ThrottleRule rule = new ThrottleRule(
                        NanoUsd.of(Math.max(throttleUsd, page)),
                        2,
                        1.5,
                        Duration.ofMinutes(15),
                        Duration.ofHours(4),
                        Duration.ofMinutes(30),
                        LeverRule.AUTO,
                        false,
                        Worth.ANY)
                .worth(worth);
        return new Policy(
                "default",
                new Match("*", Map.of()),
                false,
                NanoUsd.of(Math.min(.5, page)),
                NanoUsd.of(page),
                rule,
                NanoUsd.of(5),
                auto ? new Auto(true, true, true) : Auto.NONE,
                Mode.ENFORCE);
    }
}
