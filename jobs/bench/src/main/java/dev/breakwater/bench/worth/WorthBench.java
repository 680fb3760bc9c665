package dev.breakwater.bench.worth;

import dev.breakwater.bench.peer.BreakwaterPeer;
import dev.breakwater.bench.score.Scorer;
import dev.breakwater.bench.score.Tally;
import dev.breakwater.bench.set.BenchSet;
import dev.breakwater.engine.detect.Tiers;
import dev.breakwater.engine.detect.baseline.Gates;
import dev.breakwater.engine.policy.Lines;
import dev.breakwater.engine.policy.Lines.Auto;
import dev.breakwater.engine.policy.Match;
import dev.breakwater.engine.policy.Policy;
import dev.breakwater.engine.policy.ThrottleRule;
import dev.breakwater.engine.policy.Worth;
import dev.breakwater.model.Assessment;
import dev.breakwater.model.DataMinute;
import dev.breakwater.model.NanoUsd;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Counts pages, warnings and throttles over three weeks of generated accounts. The last week is judged. The bench uses
 * the shipped thresholds and others, and several values of {@code throttle.worth} and {@code throttle.alwaysAbove}.
 */
public final class WorthBench {
    private static final double[] WORTH = {0, .1, .3, 1, 3, 10, 100};
    private static final double[] LINES = {.5, 1, 2, 5, 10};
    private static final int WEEKS_BEFORE = 1;
    private static final double SHIPPED = 1;
    private static final double[] FRONTIER = {0, .3, 1, 3, 10};
    private static final double[] ALWAYS = {50, 100, 200};
    private static final double SHIPPED_ALWAYS = 100;
    /** The number of minutes within which a lasting change must be reported. */
    private static final int TOLD_WITHIN = 26 * 60;

    private final int seeds;
    private final Consumer<String> progress;

    /** @param progress called with each step of the bench */
    public WorthBench(int seeds, Consumer<String> progress) {
        this.seeds = seeds;
        this.progress = progress;
    }

    /** The sum over several runs. */
    private static final class Sum {
        final Tally pages = new Tally();
        double afterThreshold;
        int changes;
        int changesTold;
        int falseChanges;
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
                    else falseChanges++;
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

    /** Prints both tables. */
    public void print(Consumer<String> out) {
        for (boolean changing : new boolean[] {true, false}) {
            out.accept(
                    changing
                            ? "With weekly batches, month ends and level shifts:\n"
                            : "\nThe sets of bench detection:\n");
            out.accept(
                    "| page threshold | worth | always above | recall | dollars still ahead | after the threshold | false pages / week"
                            + " | false warnings / week | throttles | proposed | USD averted | good calls refused"
                            + " | lasting changes | false |");
            out.accept("|---|---|---|---|---|---|---|---|---|---|---|---|---|---|");
            List<Row> frontier = new ArrayList<>();
            for (double always : ALWAYS) {
                for (double worth : FRONTIER) frontier.add(row("auto", Double.NaN, 10, worth, always));
            }
            table(changing, frontier, out);
            List<Row> early = new ArrayList<>();
            for (double worth : WORTH) early.add(row("1, throttled from 1", 1, 1, worth));
            table(changing, early, out);
            for (double line : LINES) table(changing, List.of(row("" + line, line, 10, SHIPPED)), out);
        }
    }

    /**
     * Returns the share of the attacks' cost that comes after the page, for one page threshold and the account with one
     * seed.
     */
    static double dollarsAhead(double pageUsd, boolean changing, long seed) {
        Sum sum = new Sum();
        List<Row> rows = List.of(row("" + pageUsd, pageUsd, 10, SHIPPED));
        new WorthBench(1, what -> {}).play(List.of(sum), rows, changing, seed);
        return sum.pages.costAhead();
    }

    private static Row row(String line, double page, double throttle, double worth) {
        return row(line, page, throttle, worth, SHIPPED_ALWAYS);
    }

    private static Row row(String line, double page, double throttle, double worth, double always) {
        return new Row(line, worth, always, policy(page, throttle, new Worth(worth, NanoUsd.of(always))));
    }

    private void table(boolean changing, List<Row> rows, Consumer<String> out) {
        List<Sum> sums = rows.stream().map(r -> new Sum()).toList();
        for (long seed = 1; seed <= seeds; seed++) play(sums, rows, changing, seed);
        for (int i = 0; i < rows.size(); i++) out.accept(words(rows.get(i), sums.get(i)));
    }

    private static String words(Row row, Sum sum) {
        double weeks = sum.pages.weeks();
        return String.format(
                Locale.ROOT,
                "| %s | %s | %.0f | %.3f | %.3f | %.3f | %.1f | %.1f | %d | %d | %,.2f | %,.0f | %d of %d | %d |",
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
                sum.changesTold,
                sum.changes,
                sum.falseChanges);
    }

    private void play(List<Sum> sums, List<Row> rows, boolean changing, long seed) {
        progress.accept("seed " + seed);
        BenchSet set = changing ? BenchSet.changing(seed) : BenchSet.of(seed);
        List<Guarded> controls =
                rows.stream().map(r -> new Guarded(set, r.policy)).toList();
        Detection detection = new Detection(set, gates(rows.get(0).policy), controls);
        set.before(WEEKS_BEFORE, seed, detection);
        set.play(detection);
        for (int i = 0; i < controls.size(); i++) {
            controls.get(i).end(BenchSet.MINUTES);
            sums.get(i).add(rows.get(i), set, controls.get(i));
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
                        Duration.ofMinutes(30))
                .worth(worth);
        return new Policy(
                "default",
                new Match("*", Map.of()),
                false,
                NanoUsd.of(Math.min(.5, page)),
                NanoUsd.of(page),
                rule,
                NanoUsd.of(5),
                auto ? new Auto(true, true, true) : Auto.NONE);
    }

    /** Runs detection for an account minute by minute. Several policies with the same cost thresholds share one run. */
    static final class Detection extends BreakwaterPeer {
        private static final Comparator<Assessment> ORDER = Comparator.comparingLong(Assessment::minute)
                .thenComparing(Assessment::scope)
                .thenComparing(Assessment::order);

        private final List<Guarded> controls;
        private final List<Assessment> said = new ArrayList<>();
        /** The spend of each day, kept until the day's late minutes have arrived. */
        private final Map<Long, Long> spent = new HashMap<>();

        Detection(BenchSet set, Gates gates, List<Guarded> controls) {
            super(set, Tiers.STANDARD, gates);
            this.controls = controls;
        }

        @Override
        public void line(Line l) {
            super.line(l);
            spent.merge(DataMinute.dayOf(START + l.minute()), Math.round(l.costNano()), Long::sum);
        }

        @Override
        protected void said(Assessment a) {
            said.add(a);
        }

        @Override
        public void minuteEnds(int minute) {
            super.minuteEnds(minute);
            long m = START + minute;
            if (Math.floorMod(m, DataMinute.DAY) == DataMinute.HOUR) {
                for (long day : List.copyOf(spent.keySet())) {
                    if (day >= DataMinute.dayOf(m)) continue;
                    long nano = spent.remove(day);
                    controls.forEach(c -> c.spent(day, nano));
                }
            }
            said.sort(ORDER);
            controls.forEach(c -> c.minute(minute, said));
            said.clear();
        }
    }
}
