package dev.breakwater.cli.receive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.cli.CommandLines;
import dev.breakwater.config.ConfigLoader;
import dev.breakwater.connectors.receive.Receiver;
import dev.breakwater.connectors.testkit.firehose.FirehoseClient;
import dev.breakwater.connectors.testkit.firehose.FirehoseClient.FirehoseDelivery;
import dev.breakwater.connectors.testkit.samples.MetricStreamFiles;
import dev.breakwater.ledger.DecisionRow;
import dev.breakwater.ledger.LedgerFile;
import dev.breakwater.ledger.folder.RunFolder;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Delivers three days of one account with its own key, then a flood of its function `payments`. The flood comes from
 * the account itself, and from another account with its own key. The stored lines are replayed in mode enforce.
 */
@Tag("slow")
class ForgedReplayTest {

    private static final String ACCOUNT = "111122223333";
    private static final String ATTACKER = "999999999999";
    private static final String FUNCTION = "payments";
    private static final int DAY = 1440;
    private static final long START = 29_540_160;
    private static final long FLOOD = START + 3 * DAY;
    private static final int LINES = 3_000;

    @TempDir
    Path folder;

    private int deliveries;

    @Test
    void linesThatAnotherAccountForgesThrottleNothing() throws IOException {
        List<DecisionRow> decided = replayed(ATTACKER, stream(ATTACKER), 200);
        assertThat(decided).extracting(d -> d.where().account()).doesNotContain(ACCOUNT);
        assertThat(decided).extracting(DecisionRow::type).doesNotContain("page", "throttle");
    }

    @Test
    void aStreamThatClaimsToBeOfTheAccountIsRefusedAndThrottlesNothing() throws IOException {
        assertThat(replayed(ATTACKER, stream(ACCOUNT), 403)).isEmpty();
    }

    /** Tests the effect that the forged lines would have had. */
    @Test
    void theSameLinesFromTheAccountItselfThrottleItsFunction() throws IOException {
        assertThat(replayed(ACCOUNT, stream(ACCOUNT), 200)).anySatisfy(d -> {
            assertThat(d.type()).isEqualTo("throttle");
            assertThat(d.where().account()).isEqualTo(ACCOUNT);
            assertThat(d.where().function()).isEqualTo(FUNCTION);
        });
    }

    /** @param key whose key the flood comes with, from this stream; and how it is answered */
    private List<DecisionRow> replayed(String key, String stream, int answer) throws IOException {
        Path config = Files.writeString(
                folder.resolve("breakwater.yaml"), """
                apiVersion: breakwater.dev/v1
                source: { landing: { path: ./landing } }
                receive:
                  listen: "127.0.0.1:0"
                  keepFreeMb: 0
                  keys:
                    - { accessKey: "%s", accounts: ["%s"] }
                    - { accessKey: "%s", accounts: ["%s"] }
                """.formatted(secret(ACCOUNT), ACCOUNT, secret(ATTACKER), ATTACKER));
        try (Receiver receiver = new Endpoint(ConfigLoader.load(config).value(), Map.of()).start()) {
            MetricStreamFiles lines = new MetricStreamFiles(ACCOUNT);
            lines.minutes(START, FLOOD, m -> 3_000 + (int) (m % 37), FUNCTION);
            deliver(receiver, ACCOUNT, stream(ACCOUNT), lines, 200);
            lines.minutes(FLOOD, FLOOD + 60, m -> 400_000, FUNCTION);
            deliver(receiver, key, stream, lines, answer);
        }
        Path enforce = Files.writeString(folder.resolve("enforce.yaml"), """
                apiVersion: breakwater.dev/v1
                mode: enforce
                instance: { name: test }
                source: { landing: { path: ./landing } }
                policies: [ { name: default, throttle: { beforeFirstWeek: on } } ]
                """);
        CommandLines.Run run = CommandLines.run(
                "replay",
                "-c",
                enforce.toString(),
                "--input",
                folder.resolve("landing").toString(),
                "--out",
                folder.resolve("out").toString());
        assertThat(run.exit()).as(run.err()).isZero();
        return new RunFolder(folder.resolve("out")).rows(LedgerFile.DECISIONS, d -> true);
    }

    private void deliver(Receiver receiver, String key, String stream, MetricStreamFiles samples, int answer) {
        URI address = URI.create("http://127.0.0.1:" + receiver.address().getPort());
        FirehoseClient client = new FirehoseClient(address, keyOf(key));
        List<String> lines = samples.text().lines().toList();
        for (int from = 0; from < lines.size(); from += LINES) {
            String text = String.join("\n", lines.subList(from, Math.min(lines.size(), from + LINES)));
            String id = "delivery-" + deliveries++;
            byte[] body = FirehoseDelivery.of(id, 1, List.of(text.getBytes(StandardCharsets.UTF_8)))
                    .body();
            assertThat(client.send(id, body, Map.of("X-Amz-Firehose-Source-Arn", stream))
                            .status())
                    .isEqualTo(answer);
        }
    }

    private static String stream(String account) {
        return "arn:aws:firehose:eu-west-1:" + account + ":deliverystream/metrics";
    }

    private String secret(String account) throws IOException {
        return "file:" + Files.writeString(folder.resolve("key-" + account), keyOf(account));
    }

    private static String keyOf(String account) {
        return "the-access-key-of-" + account;
    }
}
