package dev.breakwater.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.breakwater.bench.peer.BreakwaterPeer;
import dev.breakwater.bench.score.Scorer;
import dev.breakwater.bench.score.Scorer.Score;
import dev.breakwater.bench.score.Tally;
import dev.breakwater.bench.set.BenchSet;
import dev.breakwater.engine.detect.Tiers;
import dev.breakwater.engine.detect.baseline.Gates;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Searches two constants of the rise test with a part of the functions left out each time, and scores the choice on the
 * functions left out. A source is left out as a whole, because functions of one source resemble each other.
 */
@Tag("full")
class RotationTest {

    private static final long[] SEEDS = {1, 2, 3};
    private static final double[] RISE60 = {1.20, 1.25, 1.30};
    private static final double[] RISE = {1.2, 1.3, 1.4};
    private static final int PARTS = 5;
    private static final long GATE_NANO = 10_000_000;
    /** One false page a function-week is worth this share of the damage. */
    private static final double PRICE = .3;

    private record Candidate(double rise60, double rise, Tally[] left, Tally[] rest) {

        Candidate(double rise60, double rise) {
            this(rise60, rise, tallies(), tallies());
        }

        private static Tally[] tallies() {
            return IntStream.range(0, PARTS).mapToObj(i -> new Tally()).toArray(Tally[]::new);
        }

        void play(BenchSet set) {
            Gates gates = new Gates(GATE_NANO, GATE_NANO, 5_000_000_000L);
            BreakwaterPeer b = new BreakwaterPeer(set, Tiers.rise(rise60, rise), gates);
            set.play(b);
            Scorer scorer = Scorer.of(set);
            for (int part = 0; part < PARTS; part++) {
                int out = part;
                IntPredicate isOut = f -> part(set, f) == out;
                left[part].add(scorer.score(b.pages(), isOut));
                rest[part].add(scorer.score(b.pages(), isOut.negate()));
            }
        }

        double worth(int part) {
            return rest[part].score().averted() - PRICE * rest[part].score().falsePerFunctionWeek();
        }
    }

    @Test
    void theChoiceDoesNotDependOnTheFunctionsThatItIsScoredOn() {
        List<Candidate> all = new ArrayList<>();
        for (double rise60 : RISE60) for (double rise : RISE) all.add(new Candidate(rise60, rise));
        for (long seed : SEEDS) {
            BenchSet set = BenchSet.of(seed);
            all.parallelStream().forEach(c -> c.play(set));
        }
        Tally unknown = new Tally();
        Tally shipped = new Tally();
        for (int part = 0; part < PARTS; part++) {
            Candidate best = all.get(0);
            for (Candidate c : all) if (c.worth(part) > best.worth(part)) best = c;
            System.out.printf(Locale.ROOT, "without part %d: %.2f, %.1f%n", part, best.rise60, best.rise);
            unknown.add(best.left[part]);
            shipped.add(all.get(all.size() / 2).left[part]);
        }
        print("chosen without them", unknown.score());
        print("shipped", shipped.score());
        assertThat(unknown.score().averted()).isCloseTo(shipped.score().averted(), within(.01));
        assertThat(unknown.score().falsePerFunctionWeek())
                .isCloseTo(shipped.score().falsePerFunctionWeek(), within(.03));
    }

    /** The web site is one source. The applications and crowds are dealt to the other parts by name. */
    private static int part(BenchSet set, int function) {
        String origin = set.functions().get(function).origin();
        return origin.startsWith("worldcup98") ? 0 : 1 + Math.floorMod(origin.hashCode(), PARTS - 1);
    }

    private static void print(String name, Score s) {
        System.out.printf(
                Locale.ROOT,
                "%s: recall %.3f, still ahead %.3f, %.3f false pages a function-week%n",
                name,
                s.recall(),
                s.averted(),
                s.falsePerFunctionWeek());
    }
}
