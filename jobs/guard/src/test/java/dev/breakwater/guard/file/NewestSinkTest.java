package dev.breakwater.guard.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.guard.file.Rows.OutputLine;
import dev.breakwater.ledger.FleetRow;
import dev.breakwater.ledger.LedgerFile;
import dev.breakwater.ledger.LedgerJson;
import dev.breakwater.ledger.folder.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NewestSinkTest {

    private static final Instant NOON = Instant.parse("2026-08-05T12:00:00Z");

    @TempDir
    Path folder;

    @Test
    void theNewestLineOfEachFunctionIsKeptAndGoneOnWithAfterARestart() throws IOException {
        NewestSink.Writer<FleetRow> writer = NewestSink.ofFleet("").writer(new RunFolder(folder));
        writer.write(row("a", NOON, 1), null);
        writer.write(row("b", NOON, 2), null);
        writer.write(row("a", NOON.plusSeconds(60), 3), null);
        writer.write(row("a", NOON.minusSeconds(60), 4), null);
        writer.flush(false);
        assertThat(costs()).containsExactly(3.0, 2.0);
        NewestSink.Writer<FleetRow> next = NewestSink.ofFleet("").writer(new RunFolder(folder));
        next.write(row("b", NOON.plusSeconds(180), 5), null);
        next.flush(false);
        assertThat(costs()).containsExactly(3.0, 5.0);
    }

    @Test
    void itIsWrittenOnceInAMinuteOfDataAndAtTheEnd() throws IOException {
        NewestSink.Writer<FleetRow> writer = NewestSink.ofFleet("").writer(new RunFolder(folder));
        writer.flush(false);
        assertThat(folder).isEmptyDirectory();
        writer.write(row("a", NOON, 1), null);
        writer.flush(false);
        writer.write(row("b", NOON.plusSeconds(30), 2), null);
        writer.flush(false);
        assertThat(costs()).containsExactly(1.0);
        writer.flush(true);
        assertThat(costs()).containsExactly(1.0, 2.0);
    }

    @Test
    void whatWasNotHeardOfForAMonthIsDropped() throws IOException {
        NewestSink.Writer<FleetRow> writer = NewestSink.ofFleet("").writer(new RunFolder(folder));
        writer.write(row("a", NOON.minus(Duration.ofDays(32)), 1), null);
        writer.write(row("b", NOON, 2), null);
        writer.flush(false);
        assertThat(costs()).containsExactly(2.0);
    }

    @Test
    void aFolderThatCannotBeWrittenHoldsNothingUp() throws IOException {
        Path gone = folder.resolve("gone");
        NewestSink.Writer<FleetRow> writer = NewestSink.ofFleet("").writer(new RunFolder(gone));
        writer.write(row("a", NOON, 1), null);
        writer.flush(false);
        Files.createDirectories(gone);
        writer.write(row("b", NOON.plusSeconds(60), 2), null);
        writer.flush(false);
        assertThat(new RunFolder(gone).rows(LedgerFile.FLEET, r -> true)).hasSize(2);
    }

    private List<Double> costs() throws IOException {
        return new RunFolder(folder)
                .rows(LedgerFile.FLEET, r -> true).stream()
                        .map(FleetRow::usdPerHour)
                        .toList();
    }

    private static OutputLine row(String name, Instant at, double usd) {
        FleetRow row = new FleetRow(
                "111122223333", "eu-west-1", name, at, "default", false, usd, 1.0, List.of(), List.of(), null);
        return new OutputLine(at.toEpochMilli(), row.id(), LedgerJson.line(row));
    }
}
