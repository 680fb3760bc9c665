package dev.breakwater.bench.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.breakwater.bench.peer.CutForest.ForestSettings;
import dev.breakwater.bench.peer.Peer.RaisedAlarms;
import dev.breakwater.bench.peer.Peers.Ewma;
import dev.breakwater.bench.peer.Peers.StaticThreshold;
import dev.breakwater.bench.peer.SeasonalBand.BandSettings;
import dev.breakwater.bench.set.BenchSet;
import dev.breakwater.bench.set.HandMade;
import dev.breakwater.engine.detect.Tiers;
import dev.breakwater.engine.detect.baseline.Gates;
import dev.breakwater.model.Assessment;
import dev.breakwater.model.Level;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Builds two functions with about 100 calls a minute: one is calm, and one is flooded for half an hour in the second
 * week.
 */
class PeersTest {

    private static final int FLOOD = 12_345;
    private static final BenchSet SET = HandMade.of(
            m -> HandMade.around(100, m), m -> HandMade.around(100, m) * (m >= FLOOD && m < FLOOD + 30 ? 20 : 1));

    @Test
    void everyPeerFindsAFloodWithinMinutesAndLeavesACalmFunctionInPeace() {
        for (Peer detector : peers()) {
            RaisedAlarms alarms = detector.run(SET);
            String name = detector.getClass().getSimpleName();
            assertThat(alarms.ofFunction(1).nextSetBit(FLOOD)).as(name).isBetween(FLOOD, FLOOD + 5);
            assertThat(alarms.ofFunction(1).previousSetBit(FLOOD - 1)).as(name).isNegative();
            assertThat(alarms.ofFunction(0).isEmpty()).as(name).isTrue();
        }
    }

    @Test
    void oursFindsItInTheSecondMinuteAtTheLatest() {
        RaisedAlarms alarms = ours(SET);
        assertThat(alarms.ofFunction(1).nextSetBit(0)).isBetween(FLOOD, FLOOD + 2);
        assertThat(alarms.ofFunction(0).isEmpty()).isTrue();
        assertThat(alarms.ofAccount().isEmpty()).isTrue();
    }

    @Test
    void theForestFindsAFloodToo() {
        RaisedAlarms alarms = new CutForest(2, f -> f == 1, ForestSettings.tuned(.001)).run(SET);
        assertThat(alarms.ofFunction(1).nextSetBit(FLOOD)).isBetween(FLOOD, FLOOD + 5);
    }

    @Test
    void noVerdictLooksAhead() {
        int cut = FLOOD + 10;
        BenchSet shorter = HandMade.of(
                m -> m < cut ? HandMade.around(100, m) : 0,
                m -> m < cut ? HandMade.around(100, m) * (m >= FLOOD ? 20 : 1) : 0);
        List<RaisedAlarms> whole = Stream.concat(peers().stream().map(p -> p.run(SET)), Stream.of(ours(SET)))
                .toList();
        List<RaisedAlarms> part = Stream.concat(peers().stream().map(p -> p.run(shorter)), Stream.of(ours(shorter)))
                .toList();
        for (int i = 0; i < whole.size(); i++) {
            BitSet a = whole.get(i).ofFunction(1).get(0, cut);
            assertThat(part.get(i).ofFunction(1).get(0, cut))
                    .as("detector " + i)
                    .isEqualTo(a);
        }
    }

    @Test
    void aLateMinuteThatRevealsAFloodCountsWhenItCame() {
        BenchSet set = HandMade.of(
                m -> HandMade.around(100, m), m -> m == FLOOD || m == FLOOD + 1 ? 40_000 : HandMade.around(100, m));
        HandMade.delay(set, 1, FLOOD, 6);
        HandMade.delay(set, 1, FLOOD + 1, 6);
        assertThat(ours(set).ofFunction(1).nextSetBit(0)).isGreaterThanOrEqualTo(FLOOD + 5);
    }

    @Test
    void theBandAlarmsOnlyWhenEnoughMinutesAgree() {
        BenchSet spike = HandMade.of(m -> HandMade.around(100, m) * (m == FLOOD || m == FLOOD + 1 ? 20 : 1));
        assertThat(new SeasonalBand(1, BandSettings.hardened(5.5))
                        .run(spike)
                        .ofFunction(0)
                        .isEmpty())
                .isTrue();
        assertThat(new SeasonalBand(1, BandSettings.common())
                        .run(spike)
                        .ofFunction(0)
                        .cardinality())
                .isEqualTo(2);
    }

    @Test
    void theBandReportsAFloodToControlWithItsCostAndTheUsualPeak() {
        List<Assessment> said = new ArrayList<>();
        Gates gates = new Gates(1_000_000, 1_000_000, 5_000_000_000L);
        SET.play(new BandAssessor(SET, 4, gates, said::add));
        assertThat(said).allMatch(a -> a.scope().key().equals("f1"));
        Assessment first = said.get(0);
        assertThat(first.minute()).isBetween(BreakwaterPeer.START + FLOOD, BreakwaterPeer.START + FLOOD + 5);
        assertThat(first.episode().onset()).isEqualTo(BreakwaterPeer.START + FLOOD);
        assertThat(first.episode().level()).isEqualTo(Level.PAGE);
        assertThat(said).allMatch(a -> a.readings().peakConcurrency() == 1, "the flood is not learned");
        Assessment last = said.get(said.size() - 1);
        assertThat(last.episode().closed()).isTrue();
        double floodNano = 30 * 1_900 * (.1 * 16.6667 + .2) * 1_000;
        assertThat((double) last.amounts().excess()).isCloseTo(floodNano, within(.05 * floodNano));
    }

    private static List<Peer> peers() {
        return List.of(
                new StaticThreshold(2),
                new SeasonalBand(2, BandSettings.common()),
                new SeasonalBand(2, BandSettings.hardened(5.5)),
                new SeasonalBand(2, BandSettings.gated(5.5, .001)),
                new Ewma(2, 480, 2.2, .001));
    }

    private static RaisedAlarms ours(BenchSet set) {
        BreakwaterPeer b = new BreakwaterPeer(set, Tiers.STANDARD, new Gates(1_000_000, 1_000_000, 5_000_000_000L));
        set.play(b);
        return b.pages();
    }
}
