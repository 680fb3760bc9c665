package dev.breakwater.bench;

import dev.breakwater.bench.peer.BreakwaterPeer;
import dev.breakwater.bench.peer.Peers;
import dev.breakwater.bench.report.DetectionResult;
import dev.breakwater.bench.report.DetectionResult.Point;
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
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** Runs every detector over the same labelled sets, with the same scorer. */
public final class DetectionBench {

    /**
     * The default number of sets. The sets have the seeds 1, 2 and so on. The other detectors were tuned on other sets.
     */
    public static final int DEFAULT_SEEDS = 3;

    private static final double[] STRICTNESS = {.6, .7, .8, .9, 1, 1.15, 1.3, 1.5, 1.8};
    private static final double[] WIDTHS = {2.5, 3, 4, 5.5, 7, 9, 12, 16};
    private static final double[] DEVIATIONS = {1.5, 2, 2.5, 3, 4, 5, 7};
    private static final String PAGE = "**Breakwater, page**";
    private static final String WARN = "**Breakwater, warn**";
    private static final long GATE_NANO = Math.round(Peers.LEAST_USD * 1e9);
    private static final Gates GATES = new Gates(GATE_NANO, GATE_NANO, 5_000_000_000L);

    private final Map<String, Tally> whole = new LinkedHashMap<>();
    private final Map<String, Tally> part = new LinkedHashMap<>();
    private final Tally[] ours = tallies(STRICTNESS.length);
    private final Tally[] band = tallies(WIDTHS.length);
    private final Tally[] oursOnPart = tallies(STRICTNESS.length);
    private final Tally[] forest = tallies(DEVIATIONS.length);
    private final Consumer<String> progress;

    /** @param progress called with each step of the bench */
    public DetectionBench(Consumer<String> progress) {
        this.progress = progress;
    }

    /** Runs over the sets with the seeds from 1 to the given number. */
    public DetectionResult run(int seeds) {
        List<Long> all = new ArrayList<>();
        ExecutorService pool = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
        try {
            for (long seed = 1; seed <= seeds; seed++) {
                all.add(seed);
                progress.accept("set " + seed + " of " + seeds);
                judge(BenchSet.of(seed), pool);
            }
        } finally {
            pool.shutdownNow();
        }
        return result(all);
    }

    private void judge(BenchSet set, ExecutorService pool) {
        Scorer scorer = Scorer.of(set);
        List<Future<Runnable>> counts = new ArrayList<>();
        counts.add(pool.submit(() -> forest(set, scorer)));
        for (Peers.Peer p : Peers.all()) counts.add(pool.submit(() -> peer(p, set, scorer)));
        for (int i = 0; i < STRICTNESS.length; i++) counts.add(pool.submit(ours(i, set, scorer)));
        for (int i = 0; i < WIDTHS.length; i++) {
            Tally t = band[i];
            Peers.Peer p = Peers.gatedBand(WIDTHS[i]);
            counts.add(pool.submit(() -> {
                Tally one = scorer.score(p.make().apply(set).run(set));
                return () -> t.add(one);
            }));
        }
        for (Future<Runnable> count : counts) await(count).run();
    }

    private Runnable peer(Peers.Peer p, BenchSet set, Scorer scorer) {
        Tally one = scorer.score(p.make().apply(set).run(set), p.watched());
        Map<String, Tally> rows = p.watched() == Peers.EVERY_FOURTH ? part : whole;
        return () -> tally(rows, p.name()).add(one);
    }

    private Runnable forest(BenchSet set, Scorer scorer) {
        List<Tally> found = Peers.tunedForest(set, DEVIATIONS).stream()
                .map(a -> scorer.score(a, Peers.EVERY_FOURTH))
                .toList();
        return () -> {
            for (int i = 0; i < DEVIATIONS.length; i++) {
                forest[i].add(found.get(i));
                if (DEVIATIONS[i] == Peers.TUNED_K)
                    tally(part, Peers.TUNED_FOREST).add(found.get(i));
            }
        };
    }

    private Callable<Runnable> ours(int i, BenchSet set, Scorer scorer) {
        return () -> {
            BreakwaterPeer b = new BreakwaterPeer(set, Tiers.strictness(STRICTNESS[i]), GATES);
            set.play(b);
            Tally page = scorer.score(b.pages());
            Tally pageOnPart = scorer.score(b.pages(), Peers.EVERY_FOURTH);
            Tally warn = scorer.score(b.warnings());
            Tally warnOnPart = scorer.score(b.warnings(), Peers.EVERY_FOURTH);
            return () -> {
                ours[i].add(page);
                oursOnPart[i].add(pageOnPart);
                if (STRICTNESS[i] != 1) return;
                tally(whole, PAGE).add(page);
                tally(whole, WARN).add(warn);
                tally(part, PAGE).add(pageOnPart);
                tally(part, WARN).add(warnOnPart);
            };
        };
    }

    private DetectionResult result(List<Long> seeds) {
        Tally page = whole.get(PAGE);
        List<Row> kinds = Arrays.stream(AttackKind.values())
                .map(k -> new Row(k.words() + ": " + k.shape(), page.score(k)))
                .toList();
        int functions = BenchSet.FUNCTIONS;
        return new DetectionResult(
                seeds,
                functions,
                functions * (double) seeds.size(),
                rows(whole),
                rows(part),
                kinds,
                points(STRICTNESS, ours),
                points(WIDTHS, band),
                points(STRICTNESS, oursOnPart),
                points(DEVIATIONS, forest));
    }

    private static List<Row> rows(Map<String, Tally> tallies) {
        return tallies.entrySet().stream()
                .map(e -> new Row(e.getKey(), e.getValue().score()))
                .toList();
    }

    private static List<Point> points(double[] settings, Tally[] tallies) {
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < settings.length; i++) points.add(new Point(settings[i], tallies[i].score()));
        return points;
    }

    private static Tally tally(Map<String, Tally> rows, String name) {
        return rows.computeIfAbsent(name, n -> new Tally());
    }

    private static Tally[] tallies(int n) {
        Tally[] tallies = new Tally[n];
        for (int i = 0; i < n; i++) tallies[i] = new Tally();
        return tallies;
    }

    private static Runnable await(Future<Runnable> count) {
        try {
            return count.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }
}
