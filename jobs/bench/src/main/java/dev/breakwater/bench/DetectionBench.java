package dev.breakwater.bench;

import dev.breakwater.bench.peer.BreakwaterPeer;
import dev.breakwater.bench.peer.Peers;
import dev.breakwater.bench.report.DetectionResult;
import dev.breakwater.bench.report.DetectionResult.Row;
import dev.breakwater.bench.score.Scorer;
import dev.breakwater.bench.score.Tally;
import dev.breakwater.bench.set.BenchSet;
import dev.breakwater.bench.set.BenchSet.AttackKind;
import dev.breakwater.engine.detect.Tiers;
import dev.breakwater.engine.detect.baseline.Gates;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.LongStream;

/** Runs every detector over the same labelled sets, with the same scorer. */
public final class DetectionBench {

    /**
     * The default number of sets. The sets have the seeds 1, 2 and so on. The other detectors were tuned on other sets.
     */
    public static final int DEFAULT_SEEDS = 3;

    private static final String PAGE = "**Breakwater, page**";
    private static final String WARN = "**Breakwater, warn**";
    private static final long GATE_NANO = Math.round(Peers.LEAST_USD * 1e9);
    private static final Gates GATES = new Gates(GATE_NANO, GATE_NANO, 5_000_000_000L);

    private final Map<String, Tally> whole = new LinkedHashMap<>();
    private final Map<String, Tally> part = new LinkedHashMap<>();
    private final Consumer<String> progress;

    /** @param progress called with each step of the bench */
    public DetectionBench(Consumer<String> progress) {
        this.progress = progress;
    }

    /** Runs over the sets with the seeds from 1 to the given number. */
    public DetectionResult run(int seeds) {
        for (long seed = 1; seed <= seeds; seed++) {
            progress.accept("set " + seed + " of " + seeds);
            judge(BenchSet.of(seed));
        }
        Tally page = whole.get(PAGE);
        List<Row> kinds = Arrays.stream(AttackKind.values())
                .map(k -> new Row(k.words() + ": " + k.shape(), page.score(k)))
                .toList();
        int functions = BenchSet.FUNCTIONS;
        return new DetectionResult(
                LongStream.rangeClosed(1, seeds).boxed().toList(),
                functions,
                functions * (double) seeds,
                rows(whole),
                rows(part),
                kinds);
    }

    /** Runs the detectors in parallel, but adds their counts in the order of the tables. */
    private void judge(BenchSet set) {
        Scorer scorer = Scorer.of(set);
        List<Supplier<Runnable>> runs = new ArrayList<>();
        for (Peers.Contender p : Peers.all()) runs.add(() -> peer(p, set, scorer));
        runs.add(() -> ours(set, scorer));
        runs.parallelStream().map(Supplier::get).toList().forEach(Runnable::run);
    }

    private Runnable peer(Peers.Contender p, BenchSet set, Scorer scorer) {
        Tally one = scorer.score(p.make().apply(set).run(set), p.watched());
        return () -> add(p.watched() == Peers.EVERY_FOURTH ? part : whole, p.name(), one);
    }

    private Runnable ours(BenchSet set, Scorer scorer) {
        BreakwaterPeer b = new BreakwaterPeer(set, Tiers.STANDARD, GATES);
        set.play(b);
        return () -> {
            add(whole, PAGE, scorer.score(b.pages()));
            add(whole, WARN, scorer.score(b.warnings()));
            add(part, PAGE, scorer.score(b.pages(), Peers.EVERY_FOURTH));
            add(part, WARN, scorer.score(b.warnings(), Peers.EVERY_FOURTH));
        };
    }

    private static void add(Map<String, Tally> rows, String name, Tally one) {
        rows.computeIfAbsent(name, n -> new Tally()).add(one);
    }

    private static List<Row> rows(Map<String, Tally> tallies) {
        return tallies.entrySet().stream()
                .map(e -> new Row(e.getKey(), e.getValue().score()))
                .toList();
    }
}
