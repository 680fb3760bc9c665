package dev.breakwater.cli.recording;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.cli.recording.GrowthFleet.Span;
import dev.breakwater.connectors.cloudwatch.FeedRecord.Datapoint;
import dev.breakwater.connectors.cloudwatch.parse.ByteSource;
import dev.breakwater.connectors.cloudwatch.parse.ByteSource.InflationCap;
import dev.breakwater.connectors.cloudwatch.parse.LineReader;
import dev.breakwater.connectors.cloudwatch.parse.MetricStreamParser;
import dev.breakwater.model.FunctionKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GrowthFleetTest {

    private final GrowthFleet fleet = new GrowthFleet(200, 20);

    @TempDir
    Path folder;

    @Test
    void aTenthIsActiveEachMinuteAndEachFunctionOfTheInventoryOnceInTen() throws IOException {
        assertThat(fleet.write(folder, new Span(0, 10, 10, 0))).isEqualTo(1_000);
        Map<Long, Long> minutes = new TreeMap<>();
        Map<String, Long> functions = new TreeMap<>();
        for (Datapoint r : read()) {
            minutes.merge(r.minute(), 1L, Long::sum);
            functions.merge(FunctionKey.id(r.account(), r.region(), r.function()), 1L, Long::sum);
        }
        assertThat(minutes).hasSize(10);
        assertThat(minutes.values()).containsOnly(100L);
        assertThat(functions.keySet()).isEqualTo(fleet.inventory().keySet()).hasSize(200);
        assertThat(functions.values()).containsOnly(5L);
    }

    @Test
    void theSameMinutesAreTheSameSamples() throws IOException {
        fleet.write(folder, new Span(0, 2, 1, 0));
        List<String> first = read().stream().map(Datapoint::toString).toList();
        fleet.write(folder, new Span(0, 2, 1, 0));
        assertThat(read().stream().map(Datapoint::toString)).isEqualTo(first).hasSize(2_000);
    }

    private List<Datapoint> read() throws IOException {
        MetricStreamParser parser = new MetricStreamParser(Clock.systemUTC().millis());
        LineReader lines = new LineReader();
        List<Datapoint> all = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().collect(Collectors.toList())) {
                try (ByteSource source = ByteSource.open(file, InflationCap.DEFAULT, true)) {
                    lines.open(source, 0, 0);
                    while (lines.next(true) == LineReader.Step.LINE) {
                        all.add(parser.parse(lines.buffer(), lines.start(), lines.length()));
                    }
                }
            }
        }
        return all;
    }
}
