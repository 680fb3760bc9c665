package dev.breakwater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.lambda.ledger.LedgerEntry;
import dev.breakwater.connectors.lambda.ledger.LedgerEntry.Kind;
import dev.breakwater.connectors.lambda.ledger.LedgerWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerCommandTest {

    @TempDir
    Path folder;

    private Path config;

    @BeforeEach
    void configure() throws IOException {
        config = folder.resolve("breakwater.yaml");
        Files.writeString(
                config,
                "apiVersion: breakwater.dev/v1\nsource:\n  landing: { path: ./landing }\n"
                        + "policies:\n  - { name: default, match: { function: \"*\" } }\nledger: { path: ./ledger }\n");
    }

    @Test
    void aChainThatWasNotWrittenByUsIsBrokenAndTheOthersAreWhole() throws IOException {
        chain("111122223333.eu-west-1", "{\"seq\":1}\n");
        try (LedgerWriter requests = writer("requests")) {
            requests.append(request("2026-11-29T05:10:00Z", "a"), request("2026-11-29T05:12:00Z", "c"));
        }
        CommandLines.Run run = run("verify");
        assertThat(run.exit()).isEqualTo(3);
        assertThat(run.out())
                .contains("111122223333.eu-west-1/ledger.jsonl is broken at line 1")
                .contains("requests/ledger.jsonl is intact: 2 lines");
    }

    @Test
    void anEmptyChainIsWhole() throws IOException {
        chain("requests", "");
        CommandLines.Run run = run("verify");
        assertThat(run.exit()).isZero();
        assertThat(run.out()).contains("is intact: 0 lines");
    }

    @Test
    void showsTheLinesOfAllChainsByTimeAsTheyAre() throws IOException {
        try (LedgerWriter one = writer("requests");
                LedgerWriter other = writer("sweep-nightly")) {
            one.append(request("2026-11-29T05:10:00Z", "a"), request("2026-11-29T05:12:00Z", "c"));
            other.append(request("2026-11-29T05:11:00Z", "b"));
        }
        List<String> table = run("show").out().lines().toList();
        assertThat(table).hasSize(3);
        assertThat(table.get(1))
                .matches("2026-11-29T05:11:00Z +request .*key b")
                .doesNotContain("{");
        List<String> shown = run("show", "-o", "json").out().lines().toList();
        assertThat(shown).hasSize(3);
        assertThat(shown.get(0)).contains("\"writer\":\"requests\"", "\"key\":\"a\"");
        assertThat(shown.get(1)).contains("\"writer\":\"sweep-nightly\"", "\"key\":\"b\"");
        assertThat(shown.get(2)).contains("\"key\":\"c\"", "\"hash\":");
    }

    @Test
    void aChainThatBeganAnewIsToldAndAccepted() throws IOException {
        chain("requests", "{\"seq\":1}\n");
        try (LedgerWriter writer = writer("requests")) {
            writer.ensureWritable();
            assertThat(writer.stopped()).isNotEmpty();
            CommandLines.Run run = run("verify");
            assertThat(run.exit()).isEqualTo(1);
            assertThat(run.out()).contains("is broken at line 1", "begins again after line 0: ");
            assertThat(run("show", "-o", "json").out()).contains("\"seq\":1}", "\"kind\":\"anew\"");

            assertThat(run("accept").out()).startsWith("accepted");
            writer.ensureWritable();
            assertThat(writer.stopped()).isEmpty();
        }
        assertThat(run("accept").out()).startsWith("nothing to accept");
    }

    @Test
    void saysWhenThereIsNoLedgerYet() {
        CommandLines.Run run = run("verify");
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err()).contains("no ledger yet: ");
    }

    @Test
    void theTableSaysWhatALimitWasAndBecame() throws IOException {
        LedgerEntry.LimitKey limit = new LedgerEntry.LimitKey("111122223333", "eu-west-1", "shop", "queue", "4f1c-22");
        try (LedgerWriter writer = writer("requests")) {
            writer.append(LedgerEntry.of(Kind.INTENT, Instant.parse("2026-11-29T05:10:00Z"))
                    .limit(limit)
                    .lease("k3f9", Instant.parse("2026-11-29T09:10:00Z"))
                    .value("5")
                    .found("40")
                    .incident("0123456789ab"));
        }
        assertThat(run("show").out().strip())
                .matches(
                        "2026-11-29T05:10:00Z +intent +111122223333/eu-west-1/shop +queue 4f1c-22, limit 5, before 40, "
                                + "until 2026-11-29T09:10:00Z, incident 0123456789ab");
    }

    private CommandLines.Run run(String... command) {
        List<String> words = new ArrayList<>(List.of("ledger"));
        words.addAll(List.of(command));
        words.addAll(List.of("-c", config.toString()));
        return CommandLines.run(words.toArray(String[]::new));
    }

    private LedgerWriter writer(String name) {
        return LedgerWriter.of(folder.resolve("ledger/chains"), name, 1 << 20, Clock.systemUTC());
    }

    private static LedgerEntry request(String at, String key) {
        return LedgerEntry.of(Kind.REQUEST, Instant.parse(at)).key(key);
    }

    private void chain(String writer, String text) throws IOException {
        Path chain = Files.createDirectories(folder.resolve("ledger/chains").resolve(writer));
        Files.writeString(chain.resolve("ledger.jsonl"), text);
    }
}
