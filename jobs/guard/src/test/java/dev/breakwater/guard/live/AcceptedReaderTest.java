package dev.breakwater.guard.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.core.control.Acceptance;
import dev.breakwater.core.model.Scope;
import dev.breakwater.guard.file.AcceptanceFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.apache.flink.metrics.SimpleCounter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AcceptedReaderTest {

    private static final Instant NOW = Instant.parse("2026-08-05T14:20:00Z");

    @TempDir
    Path ledger;

    private long now = NOW.toEpochMilli();
    private final Acceptance checkout = accepted("checkout", Duration.ofDays(30));

    @Test
    void saysWhatIsAcceptedOnceAndAgainAfterEachStart() throws IOException {
        AcceptedReader reader = reader();
        assertThat(reader.look()).isEmpty();
        AcceptanceFiles.write(ledger, checkout, NOW);
        assertThat(reader.look()).containsExactly(checkout);
        assertThat(reader.look()).isEmpty();
        assertThat(reader().look()).containsExactly(checkout);
    }

    @Test
    void theNewestWordOnAScopeCountsAndTheOlderOneGoes() throws IOException {
        AcceptanceFiles.write(ledger, checkout, NOW);
        Acceptance shorter = accepted("checkout", Duration.ofHours(3));
        AcceptanceFiles.write(ledger, shorter, NOW.plusSeconds(60));
        assertThat(reader().look()).containsExactly(shorter);
        assertThat(AcceptanceFiles.all(ledger)).hasSize(1);
    }

    @Test
    void whatIsOverIsNotSaidAnyMoreAndItsFileGoes() throws IOException {
        AcceptanceFiles.write(ledger, checkout, NOW);
        now = checkout.until();
        assertThat(reader().look()).isEmpty();
        assertThat(AcceptanceFiles.all(ledger)).isEmpty();
    }

    @Test
    void filesThatAreNotOursOrOutOfBoundsArePassedOver() throws IOException {
        AcceptanceFiles.write(ledger, accepted("mail", Duration.ofDays(91)), NOW);
        AcceptanceFiles.write(ledger, accepted("cart", Duration.ofMinutes(59)), NOW.plusSeconds(1));
        Path folder = ledger.resolve("requests");
        Files.writeString(folder.resolve("accept-half.json"), "{\"incident\":\"1a2b");
        Files.write(folder.resolve("accept-large.json"), new byte[70_000]);
        Files.createDirectory(folder.resolve("accept-folder.json"));
        Files.writeString(folder.resolve("note.txt"), "not ours");
        AcceptanceFiles.write(ledger, checkout, NOW.plusSeconds(2));
        assertThat(reader().look()).containsExactly(checkout);
    }

    private AcceptedReader reader() {
        return new AcceptedReader(ledger, () -> now, new SimpleCounter());
    }

    private static Acceptance accepted(String function, Duration length) {
        return new Acceptance(
                Scope.function("111122223333", "eu-west-1", function),
                "1a2b3c4d5e6f",
                NOW.plus(length).toEpochMilli());
    }
}
