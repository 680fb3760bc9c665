package dev.breakwater.engine.detect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.engine.detect.Tiers.SpreadLimit;
import dev.breakwater.engine.detect.Tiers.Tier;
import dev.breakwater.engine.detect.baseline.Gates;
import dev.breakwater.engine.detect.baseline.MinuteSums;
import dev.breakwater.engine.detect.baseline.ScopeState;
import dev.breakwater.engine.detect.baseline.ScopeView;
import dev.breakwater.model.Assessment;
import dev.breakwater.model.IncidentKind;
import dev.breakwater.model.Level;
import dev.breakwater.model.Scope;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Judges two weeks of a made-up function with one attack, and compares each minute with another implementation of the
 * same mathematics. The other implementation wrote {@code golden.csv}, with the constants of that time. It has numbers
 * with full precision, while the product has the precision of its state.
 */
class GoldenTest {

    private static final int DAY = 1440;
    private static final int MINUTES = 14 * DAY;
    private static final Gates GATES = new Gates(6_000_000, 6_000_000, 5_000_000_000L);

    private static final double NEVER = Double.POSITIVE_INFINITY;

    private static final Tier OF_THE_FILE = new Tier(
            new Tier.Demand(2.0, 1.6, 1.30, 1.25, 1.2, .1),
            new Tier.Rise(NEVER, NEVER, NEVER, NEVER),
            new Tier.UnitCost(3.5, 1.2),
            new Tier.Envelopes(1.15, 1.00, 1.10),
            new Tier.GoingOn(.80, 1.35, 1.30),
            new Tier.Excess(.08, 80),
            .7,
            5);

    /** The attacks, and the kinds that they may be reported as. */
    enum Attack {
        G_FLOOD(9 * DAY + 600, 300, IncidentKind.FLOOD),
        G_SLOW(9 * DAY + 637, 720, IncidentKind.SLOW_BURN),
        G_PULSE(9 * DAY + 674, 300, IncidentKind.PULSE),
        G_LOOP(9 * DAY + 711, 300, IncidentKind.RECURSION),
        G_DUR(9 * DAY + 748, 300, IncidentKind.DURATION),
        G_NIGHT(10 * DAY + 120, 200, IncidentKind.FLOOD);

        private final int start;
        private final int length;
        private final IncidentKind kind;

        Attack(int start, int length, IncidentKind kind) {
            this.start = start;
            this.length = length;
            this.kind = kind;
        }

        /** The calls in a minute of the attack, given the ordinary calls and the rate around which these were drawn. */
        long calls(int minute, long ordinary, long rate) {
            int k = minute - start;
            if (k < 0 || k >= length) return ordinary;
            return switch (this) {
                case G_FLOOD -> ordinary + 20 * rate;
                case G_SLOW -> ordinary + rate * Math.min(k, 360) * 3 / 2 / 360;
                case G_PULSE -> ordinary + (k % 40 < 5 ? 12 * rate : 0);
                case G_LOOP -> ordinary + (k < 90 ? Math.min(1L << Math.min(k / 3, 20), 12_000) : 0);
                case G_DUR -> ordinary;
                case G_NIGHT -> Math.max(ordinary, 110);
            };
        }

        String file() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        long unitNano(int minute) {
            return this == G_DUR && minute >= start && minute < start + length ? 180_000 : 20_000;
        }
    }

    private final ScopeState state = new ScopeState();
    private final ScopeAssessor assessor =
            new ScopeAssessor(new Tiers(OF_THE_FILE, Tier.WARN, SpreadLimit.PAGE, SpreadLimit.WARN));
    private IncidentKind kind;

    @ParameterizedTest
    @EnumSource
    void judgesEveryMinuteLikeTheGoldenFile(Attack attack) throws IOException {
        assertThat(runs(attack, judged(attack))).isEqualTo(golden(attack));
        assertThat(kind).isEqualTo(attack.kind);
    }

    private byte[] judged(Attack attack) {
        byte[] levels = new byte[MINUTES];
        long random = 88_172_645_463_325_252L + attack.ordinal();
        for (int m = 0; m < MINUTES; m++) {
            int sum = 0;
            for (int j = 0; j < 4; j++) {
                random = random * 6_364_136_223_846_793_005L + 1_442_695_040_888_963_407L;
                sum += (int) (random >>> 33 & 255);
            }
            long rate = 20 + Math.abs((m % DAY + 720) % DAY - 720) * 100L / 720;
            long ordinary = rate * (510 + Math.floorDiv(sum - 510, 3)) / 510;
            long calls = attack.calls(m, ordinary, rate);
            levels[m] = (byte) level(m, calls, calls * attack.unitNano(m)).ordinal();
        }
        return levels;
    }

    private Level level(int minute, long calls, long cost) {
        MinuteSums sums = new MinuteSums(minute, calls, cost, cost, 0, 1, 0, 0);
        List<Assessment> said = assessor.observe(
                        new ScopeView(state), Scope.function("1", "r", "f"), sums, minute, GATES)
                .assessments();
        if (said.isEmpty()) return Level.NONE;
        if (said.get(0).episode().level() != Level.NONE)
            kind = said.get(0).episode().kind();
        return said.get(0).episode().level();
    }

    /** The runs of minutes with the same level, in the form of the file. */
    private static List<String> runs(Attack attack, byte[] levels) {
        List<String> runs = new ArrayList<>();
        for (int from = 0, m = 1; m <= levels.length; m++) {
            if (m < levels.length && levels[m] == levels[from]) continue;
            if (levels[from] > 0) runs.add(attack.file() + ',' + from + ',' + (m - 1) + ',' + levels[from]);
            from = m;
        }
        return runs;
    }

    private static List<String> golden(Attack attack) throws IOException {
        try (BufferedReader in = new BufferedReader(
                new InputStreamReader(GoldenTest.class.getResourceAsStream("golden.csv"), StandardCharsets.UTF_8))) {
            return in.lines().filter(l -> l.startsWith(attack.file() + ',')).toList();
        }
    }
}
