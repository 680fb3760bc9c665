package dev.breakwater.guard.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.lambda.ledger.LedgerEntry;
import dev.breakwater.connectors.lambda.ledger.LedgerEntry.Kind;
import dev.breakwater.connectors.lambda.ledger.LedgerMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests what a ledger in a folder promises when the folder is gone, or when somebody changed a line. */
class LimitLedgerTest {

    private static final String ACCOUNT = "111122223333";
    private static final String REGION = "eu-west-1";

    @TempDir
    Path parent;

    @Test
    void linesThatCouldNotBeWrittenAreWrittenOnClosing() throws IOException {
        Path folder = parent.resolve("ledger");
        Files.writeString(folder, "not a folder");
        try (LimitLedger ledger = open(folder)) {
            assertThat(ledger.note(List.of(line()))).isFalse();
            assertThat(ledger.stopped()).isEqualTo("it cannot be written");
            Files.delete(folder);
        }
        assertThat(LedgerMemory.read(folder).handsOffUntil(ACCOUNT, REGION, "checkout"))
                .isNotNull();
    }

    @Test
    void aLineThatIsNotedIsDurableAtOnceAndThrottlesMayBegin() throws IOException {
        try (LimitLedger ledger = open(parent)) {
            assertThat(ledger.note(List.of(line()))).isTrue();
            assertThat(ledger.stopped()).isEmpty();
            assertThat(LedgerMemory.read(parent).handsOffUntil(ACCOUNT, REGION, "checkout"))
                    .isNotNull();
        }
    }

    @Test
    void aLineThatSomebodyChangedStopsNewThrottles() throws IOException {
        try (LimitLedger ledger = open(parent)) {
            ledger.append(line());
        }
        try (Stream<Path> files = Files.walk(parent)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".jsonl")).toList())
                Files.writeString(file, Files.readString(file).replace("checkout", "payments"));
        }
        try (LimitLedger ledger = open(parent)) {
            assertThat(ledger.stopped()).contains("was changed");
        }
    }

    private static LimitLedger open(Path folder) {
        return LimitLedger.in(folder.toString(), 1 << 20, "prod").open(ACCOUNT, REGION);
    }

    private static LedgerEntry line() {
        return LedgerEntry.of(Kind.HANDS_OFF, Instant.parse("2026-11-29T05:00:00Z"))
                .function(ACCOUNT, REGION, "checkout")
                .until(Instant.parse("2099-11-29T05:00:00Z"));
    }
}
