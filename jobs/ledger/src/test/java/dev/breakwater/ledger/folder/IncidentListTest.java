package dev.breakwater.ledger.folder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.ledger.Incident;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The incidents in a run's files, both open and ended. */
class IncidentListTest {

    @TempDir
    Path folder;

    @Test
    void anIncidentThatIsOpenStandsAsItWasToldLast() throws Exception {
        line("open.jsonl", incident("aa", "12:00", null, "4.01"));
        line("open.jsonl", incident("bb", "11:00", null, "7"));
        assertThat(IncidentList.of(new RunFolder(folder)))
                .satisfiesExactly(
                        i -> assertThat(i.id()).isEqualTo("bb"),
                        i -> assertThat(i.money().excessUsd()).isEqualByComparingTo("4.01"));
    }

    @Test
    void ofOneThatIsOverItsOwnLineCountsWhateverElseIsThere() throws Exception {
        line("open.jsonl", incident("aa", "12:00", null, "4.01"));
        line("incidents.jsonl", incident("aa", "12:00", "2026-08-03T12:40:00Z", "4.5"));
        line("incidents.jsonl", incident("aa", "12:00", "2026-08-03T12:41:00Z", "9"));
        assertThat(IncidentList.of(new RunFolder(folder))).singleElement().satisfies(i -> {
            assertThat(i.open()).isFalse();
            assertThat(i.money().excessUsd()).isEqualByComparingTo("4.5");
        });
    }

    @Test
    void whatIsReadAgainTakesThePlaceOfWhatWas() throws Exception {
        RunFolder run = new RunFolder(folder);
        IncidentList list = new IncidentList();
        line("open.jsonl", incident("aa", "12:00", null, "4.01"));
        list.readOpen(run);
        Files.writeString(folder.resolve("open.jsonl"), incident("bb", "12:10", null, "1") + "\nhalf a li");
        assertThat(list.readOpen(run)).isEqualTo(1);
        assertThat(list.all()).extracting(Incident::id).containsExactly("bb");
    }

    private static String incident(String id, String onset, String end, String usd) {
        return "{\"incident\":\"" + id
                + "\",\"scope\":\"function\",\"account\":\"111122223333\",\"region\":\"eu-west-1\""
                + ",\"function\":\"shop\",\"kind\":\"flood\",\"onset\":\"2026-08-03T" + onset + ":00Z\",\"endedAt\":"
                + (end == null ? "null,\"asOf\":\"2026-08-03T12:30:00Z\"" : "\"" + end + "\"") + ",\"excessUsd\":" + usd
                + "}";
    }

    private void line(String file, String line) throws Exception {
        Path path = folder.resolve(file);
        Files.writeString(path, (Files.exists(path) ? Files.readString(path) : "") + line + "\n");
    }
}
