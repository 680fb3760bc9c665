package dev.breakwater.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.breakwater.cli.flink.EmbeddedFlink;
import dev.breakwater.cli.recording.DemoRecording;
import dev.breakwater.config.ConfigLoader;
import dev.breakwater.config.model.Settings;
import dev.breakwater.connectors.cloudwatch.landing.LandingSettings;
import dev.breakwater.connectors.cloudwatch.landing.LandingSource;
import dev.breakwater.guard.GuardSettings;
import dev.breakwater.guard.Ports;
import dev.breakwater.guard.SurgeGuardJob;
import dev.breakwater.guard.convert.InventoryFile;
import dev.breakwater.guard.page.PageUpdate;
import dev.breakwater.ledger.LedgerFile;
import dev.breakwater.ledger.LedgerJson;
import dev.breakwater.ledger.folder.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.configuration.Configuration;

/**
 * A recording that the whole job has read.
 *
 * @param run the files that the job wrote
 * @param told the updates for pages, in their order
 */
record Replayed(Path run, List<PageUpdate> told) {

    private static final Path PRICES = Path.of("../../config/prices/2026-08.yaml");
    private static final Queue<PageUpdate> NEWS = new ConcurrentLinkedQueue<>();

    /**
     * The samples and inventory of a fleet.
     *
     * @param policies the part of the configuration with that name, or empty
     */
    record Recorded(Path samples, Path functions, String policies) {

        static Recorded demo(Path folder) throws IOException {
            DemoRecording.Written written = DemoRecording.load().writeTo(folder);
            return new Recorded(written.samples(), written.functions(), "");
        }

        /** Reads a folder with {@code samples}, {@code functions.jsonl} and {@code policies.yaml}. */
        static Recorded in(Path folder) throws IOException {
            return new Recorded(
                    folder.resolve("samples"),
                    folder.resolve("functions.jsonl"),
                    Files.readString(folder.resolve("policies.yaml")));
        }
    }

    /** @param roundsUpToMs see the price table */
    static Replayed of(Recorded recorded, Path folder, int roundsUpToMs) throws Exception {
        Path run = Files.createDirectories(folder.resolve("run"));
        Settings settings = settings(folder, recorded.policies, roundsUpToMs);
        var env = new EmbeddedFlink(1, settings.state().backend()).forRecording();
        // a machine may be busy with other tests
        env.configure(Configuration.fromMap(Map.of("pekko.ask.timeout", "5 min")));
        LandingSource source = LandingSource.of(List.of(recorded.samples), LandingSettings.bounded(Clock.systemUTC()));
        SurgeGuardJob.build(
                env,
                GuardSettings.ofRecording(settings, InventoryFile.read(recorded.functions)),
                Ports.recording(source, run.toString()).withPages(new Heard(), ""));
        NEWS.clear();
        env.execute();
        return new Replayed(run, List.copyOf(NEWS));
    }

    /** Returns the configuration of a recording whose files are in the folder {@code opened}. */
    static Settings settings(Path folder, String policies, int roundsUpToMs) throws IOException {
        Files.writeString(
                folder.resolve("prices.yaml"),
                Files.readString(PRICES).replaceFirst("roundsUpToMs: 1", "roundsUpToMs: " + roundsUpToMs));
        Path config = Files.writeString(
                folder.resolve("breakwater.yaml"),
                "apiVersion: breakwater.dev/v1\nsource:\n  landing: { path: ./landing }\nledger: { path: ./opened }\n"
                        + "prices: { file: prices.yaml }\n" + policies);
        var settings = ConfigLoader.recording(config);
        assertThat(settings.problems()).isEmpty();
        return settings.value();
    }

    /** Returns the SHA-256 of the file of alarms. */
    String alarmBytes() throws Exception {
        byte[] bytes = Files.readAllBytes(LedgerFile.ALARMS.in(run));
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    /** Returns the severity and page of each minute, by scope and minute. */
    Map<String, String> alarms() throws IOException {
        Map<String, String> minutes = new TreeMap<>();
        new RunFolder(run).each(LedgerFile.ALARMS, row -> {
            JsonNode a = LedgerJson.tree(row);
            String key = a.path("function").asText("") + a.path("group").asText("");
            minutes.put(
                    (key.isEmpty() ? "account" : key) + " | "
                            + Instant.ofEpochSecond(a.get("minute").asLong() * 60),
                    a.get("severity").asText() + (a.get("paged").asBoolean() ? ", paged" : ""));
        });
        return minutes;
    }

    /** Records the updates for pages. */
    private static final class Heard implements Sink<PageUpdate> {

        private static final long serialVersionUID = 1L;

        @Override
        public SinkWriter<PageUpdate> createWriter(WriterInitContext context) {
            return new SinkWriter<>() {
                @Override
                public void write(PageUpdate news, Context at) {
                    // points are for plots, which show none of these figures
                    if (news.kind() != PageUpdate.Kind.POINT) NEWS.add(news);
                }

                @Override
                public void flush(boolean endOfInput) {
                    // nothing waits
                }

                @Override
                public void close() {
                    // nothing is open
                }
            };
        }
    }
}
