package dev.breakwater.connectors.lambda.ledger;

import static dev.breakwater.connectors.lambda.ledger.Entries.NOW;
import static dev.breakwater.connectors.lambda.ledger.Entries.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.lambda.ledger.LedgerChain.LedgerVerdict;
import dev.breakwater.connectors.lambda.ledger.LedgerEntry.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerFolderTest {

    @TempDir
    private Path folder;

    private void write(String writer, int... seconds) throws IOException {
        try (LedgerWriter to = LedgerWriter.of(folder, writer, 600, Clock.systemUTC())) {
            for (int at : seconds) {
                to.append(LedgerEntry.of(Kind.REQUEST, NOW.plusSeconds(at)).key(writer + at));
            }
        }
    }

    private List<String> keys() throws IOException {
        List<String> keys = new ArrayList<>();
        LedgerFolder.entries(folder, entry -> keys.add(entry.cause().key()));
        return keys;
    }

    @Test
    void linesOfAllChainsAreMergedByTimeThoseOfOneChainInTheirOrder() throws IOException {
        write("a", 1, 4, 5, 9);
        write("b", 2, 3, 6);
        // a clock that was set back must not delay other chains
        write("c", 7, 0, 8);
        assertThat(keys()).containsExactly("a1", "b2", "b3", "a4", "a5", "b6", "c7", "c0", "c8", "a9");
    }

    @Test
    void eachChainIsVerifiedByItselfAndABrokenOneIsNamedWithItsFile() throws IOException {
        write("a", 1, 2, 3, 4, 5);
        write("b", 1, 2);
        Path broken = LedgerFolder.segments(folder, "a").file(2);
        Files.writeString(broken, Files.readString(broken).replace("request", "return"));
        LedgerFolder.Verdict a = LedgerFolder.chains(folder).get(0).verify();
        LedgerFolder.Verdict b = LedgerFolder.chains(folder).get(1).verify();
        assertThat(a.writer()).isEqualTo("a");
        assertThat(a.file()).isEqualTo(broken);
        assertThat(a.verdict().whole()).isFalse();
        assertThat(b.writer()).isEqualTo("b");
        assertThat(b.verdict()).isEqualTo(LedgerVerdict.whole(2));
    }

    @Test
    void aChangedLineIsShownAndCountsForNothing() throws IOException {
        try (LedgerWriter to = LedgerWriter.of(folder, "a", 1 << 20, Clock.systemUTC())) {
            to.append(Entries.intent("k1", "5"), Entries.intent("k1", "6"));
        }
        Path file = LedgerFolder.segments(folder, "a").first();
        Files.writeString(file, Files.readString(file).replace("\"value\":\"5\"", "\"value\":\"7\""));
        List<String> lines = new ArrayList<>();
        LedgerFolder.lines(LedgerFolder.chains(folder), lines::add);
        assertThat(lines).hasSize(2);
        assertThat(LedgerMemory.read(folder).limit(Entries.CHECKOUT).values()).containsExactly("6");
    }

    @Test
    void whatIsNoChainIsPassedOverAndAFolderThatIsNotThereHasNone() throws IOException {
        write("a", 1);
        Files.createDirectories(folder.resolve("books"));
        Files.writeString(folder.resolve("decisions.jsonl"), "{}\n");
        assertThat(LedgerFolder.chains(folder)).hasSize(1);
        assertThat(LedgerFolder.chains(folder.resolve("nowhere"))).isEmpty();
        assertThat(LedgerMemory.read(folder.resolve("nowhere")).limits()).isEmpty();
        assertThat(request("r").limit().function()).isEqualTo("checkout");
    }
}
