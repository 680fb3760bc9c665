package dev.breakwater.cli.console;

import dev.breakwater.bench.peer.BreakwaterPeer;
import dev.breakwater.bench.set.BenchSet;
import dev.breakwater.bench.set.BenchSet.Feed;
import dev.breakwater.bench.set.Traffic;
import dev.breakwater.cli.console.Replayed.Recorded;
import dev.breakwater.cli.recording.StreamFile;
import dev.breakwater.connectors.cloudwatch.FeedRecord.Datapoint;
import dev.breakwater.ledger.LedgerJson;
import dev.breakwater.model.MetricRole;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes a set of {@code bench detection} in the form of CloudWatch's samples, with one file for each day of arrival.
 * The set has 106 functions over two weeks, with attacks in the second week.
 */
final class DrawnRecording implements Feed, AutoCloseable {

    /** A development seed. Peers were tuned with it, and no table shows it. */
    private static final long SEED = 101;

    private static final int DAY = 1440;
    /** The money gate of {@code bench detection}. */
    private static final String POLICIES =
            "mode: enforce\npolicies:\n  - name: default\n    match: { function: \"*\" }\n"
                    + "    warn: { minUsdPerHour: 0.01 }\n    page: { minUsdPerHour: 0.01 }\n";

    private final List<Traffic> functions;
    private final Path folder;
    private StreamFile file;

    private DrawnRecording(List<Traffic> functions, Path folder) throws IOException {
        this.functions = functions;
        this.folder = Files.createDirectories(folder);
        file = file(0);
    }

    static Recorded write(Path folder) throws IOException {
        BenchSet set = BenchSet.of(SEED);
        Path samples = folder.resolve("samples");
        try (DrawnRecording writer = new DrawnRecording(set.functions(), samples)) {
            set.play(writer);
        }
        List<String> inventory = set.functions().stream()
                .map(f -> LedgerJson.object()
                        .put("function", f.name())
                        .put("account", BreakwaterPeer.ACCOUNT.account())
                        .put("region", BreakwaterPeer.ACCOUNT.region())
                        .put("memoryMb", f.memoryMb())
                        .put("architecture", "x86_64")
                        .put("timeoutSeconds", 900)
                        .toString())
                .toList();
        return new Recorded(samples, Files.write(folder.resolve("functions.jsonl"), inventory), POLICIES);
    }

    private StreamFile file(int day) throws IOException {
        return new StreamFile(folder.resolve("part-%03d.jsonl.gz".formatted(day)));
    }

    @Override
    public void line(Line l) {
        if (l.calls() > 0) {
            double mean = l.durationMs() / l.calls();
            sample(l, MetricRole.CALLS, l.calls(), l.calls(), 1);
            sample(l, MetricRole.MILLISECONDS, l.calls(), l.durationMs(), 1.6 * mean);
            sample(l, MetricRole.CONCURRENCY, 1, l.concurrency(), l.concurrency());
        }
        if (l.throttles() > 0) sample(l, MetricRole.REFUSALS, l.calls() + (double) l.throttles(), l.throttles(), 1);
    }

    private void sample(Line l, MetricRole metric, double count, double sum, double max) {
        try {
            file.write(new Datapoint(
                    BreakwaterPeer.ACCOUNT.account(),
                    BreakwaterPeer.ACCOUNT.region(),
                    functions.get(l.function()).name(),
                    metric,
                    BreakwaterPeer.START + l.minute(),
                    count,
                    sum,
                    max));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void minuteEnds(int minute) {
        if ((minute + 1) % DAY != 0) return;
        try {
            file.close();
            file = file((minute + 1) / DAY);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
