package dev.breakwater.cli.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.lambda.ledger.LedgerEntry;
import dev.breakwater.connectors.lambda.ledger.LedgerEntry.LimitKey;
import dev.breakwater.connectors.lambda.ledger.LedgerFolder;
import dev.breakwater.connectors.lambda.ledger.LedgerMemory;
import dev.breakwater.ledger.folder.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulatedLedgerTest {

    @TempDir
    private Path folder;

    @Test
    void decisionsOfEachAccountBecomeAChainInTheFormOfALiveRun() throws IOException {
        RunFolder out = decisions(
                decision("111122223333", "05:00", "throttle", 9),
                decision("111122223333", "05:10", "lower", 5),
                decision("111122223333", "05:20", "release", null),
                decision("111122223333", "05:30", "throttle", 7),
                decision("444455556666", "05:40", "page", null),
                decision("444455556666", "05:50", "throttle", 3));
        SimulatedLedger.write(out);

        assertThat(LedgerFolder.chains(out.chains()))
                .extracting(LedgerFolder.Chain::writer)
                .containsExactly("111122223333.eu-west-1", "444455556666.eu-west-1");
        List<LedgerEntry> lines = new ArrayList<>();
        LedgerFolder.entries(out.chains(), lines::add);
        assertThat(lines)
                .extracting(line -> line.kind() + " " + line.change().value())
                .containsExactly(
                        "intent 9",
                        "set 9",
                        "intent 5",
                        "set 5",
                        "returned ",
                        "intent 7",
                        "set 7",
                        "intent 3",
                        "set 3");
        assertThat(lines.get(0).term().lease())
                .isEqualTo(lines.get(4).term().lease())
                .isNotEqualTo(lines.get(5).term().lease());
        LedgerMemory.Limit limit = LedgerMemory.read(out.chains())
                .limit(new LimitKey("111122223333", "eu-west-1", "checkout", "reservation", ""));
        assertThat(limit.values()).containsExactly("7");
        assertThat(limit.found()).isEqualTo("40");
        assertThat(limit.isEnded()).isFalse();
    }

    @Test
    void theSameDecisionsGiveTheSameBytesAndAnEarlierReplayLeavesNothing() throws IOException {
        RunFolder out = decisions(decision("111122223333", "05:00", "throttle", 9));
        SimulatedLedger.write(out);
        Path file = LedgerFolder.chains(out.chains()).get(0).newest();
        byte[] first = Files.readAllBytes(file);
        SimulatedLedger.delete(out);
        assertThat(LedgerFolder.chains(out.chains())).isEmpty();
        SimulatedLedger.write(out);
        assertThat(Files.readAllBytes(file)).isEqualTo(first);
    }

    private RunFolder decisions(String... lines) throws IOException {
        Files.write(folder.resolve("decisions.jsonl"), List.of(lines));
        return new RunFolder(folder);
    }

    private static String decision(String account, String time, String type, Integer limit) {
        return ("{\"at\":\"2026-11-29T%s:00Z\",\"scope\":\"function\",\"function\":\"checkout\",\"account\":\"%s\","
                        + "\"region\":\"eu-west-1\",\"sequence\":1,\"type\":\"%s\",\"reason\":\"surge\","
                        + "\"detail\":\"why\",\"incident\":\"1a2b3c4d5e6f\",\"policy\":\"default\",\"limit\":%s,"
                        + "\"previous\":40,\"until\":\"2026-11-29T07:00:00Z\",\"usdPerHour\":1}")
                .formatted(time, account, type, limit);
    }
}
