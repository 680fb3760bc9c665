package dev.breakwater.guard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.breakwater.connectors.lambda.FunctionRef;
import dev.breakwater.connectors.lambda.LeverKind;
import dev.breakwater.connectors.lambda.LeverRef;
import dev.breakwater.connectors.lambda.ledger.EffectsLog;
import dev.breakwater.connectors.lambda.ledger.HashChainedLedger;
import dev.breakwater.connectors.lambda.ledger.History;
import dev.breakwater.connectors.lambda.mark.Mark;
import dev.breakwater.connectors.lambda.mark.MarkReading;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Marks and a ledger that an earlier release wrote: {@link SavepointMaker} stored them. */
class StoredMarksTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String OWNER = "breakwater-" + SavedLimits.ACCOUNT;

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"held, 40, 5, -1", "being-replaced, -1, 10, 5", "on-a-queue, 20, 5, -1", "on-a-stream, -1, 0, -1"})
    void marksAreReadAsTheyWereMeant(String which, int previous, int limit, int replaces) throws Exception {
        Map<String, String> tags = JSON.convertValue(
                JSON.readTree(SavedWorld.resource("0.1.0/marks.json").toFile()).path(which),
                new TypeReference<Map<String, String>>() {});
        MarkReading reading = Mark.read(tags);
        assertThat(reading.kind()).isEqualTo(MarkReading.Kind.PRESENT);
        Mark mark = reading.mark();
        assertThat(mark.previous()).isEqualTo(previous);
        assertThat(mark.limit()).isEqualTo(limit);
        assertThat(mark.replaces()).isEqualTo(replaces);
        assertThat(mark.isOf(OWNER)).isTrue();
        assertThat(Instant.ofEpochMilli(mark.untilMillis())).hasToString(tags.get("breakwater:until"));
        assertThat(mark.intent()).isEqualTo(tags.get("breakwater:intent"));
    }

    @Test
    void theLedgerIsWholeAndHoldsAnEffectOfEachKindForAFunctionAndAQueue() throws Exception {
        assertThat(HashChainedLedger.verify(SavedWorld.resource("0.1.0/ledger.jsonl"))
                        .whole())
                .isTrue();
        List<String> reservations = new ArrayList<>();
        List<String> queues = new ArrayList<>();
        for (JsonNode line : lines()) {
            boolean queue = line.path("lever").asText().equals("queue");
            (queue ? queues : reservations).add(line.path("outcome").asText());
        }
        String[] all = {"APPLIED", "RELEASED", "ALREADY", "OVERRIDDEN", "TRANSIENT", "DENIED"};
        assertThat(reservations).contains(all);
        assertThat(queues).contains(all);
    }

    @Test
    void whatTheLedgerRemembersIsWhatWasHeldAndWhatAHandTook() throws Exception {
        Path copy = Files.copy(SavedWorld.resource("0.1.0/ledger.jsonl"), folder.resolve("ledger.jsonl"));
        List<JsonNode> lines = lines();
        long then =
                Instant.parse(lines.get(lines.size() - 1).path("at").asText()).toEpochMilli();
        try (EffectsLog ledger = HashChainedLedger.at(copy.toString()).open()) {
            ledger.ensureWritable();
            History held = ledger.history(limit("held", ""), then);
            assertThat(held.held()).isTrue();
            assertThat(held.limit()).isEqualTo(5);
            assertThat(held.previous()).isEqualTo(40);
            String queue = lines.stream()
                    .filter(l -> l.path("function").asText().equals("queued"))
                    .findFirst()
                    .orElseThrow()
                    .path("mapping")
                    .asText();
            assertThat(ledger.history(limit("queued", queue), then).previous()).isEqualTo(20);
            assertThat(ledger.history(limit("by-hand", ""), then).leftAloneUntil())
                    .isGreaterThan(then);
            assertThat(ledger.history(limit("brief-released", ""), then)).isEqualTo(History.NONE);
        }
    }

    private static LeverRef limit(String function, String queue) {
        FunctionRef ref = new FunctionRef(SavedLimits.ACCOUNT, SavedLimits.REGION, function);
        return queue.isEmpty() ? LeverRef.reservation(ref) : new LeverRef(ref, LeverKind.QUEUE, queue);
    }

    private static List<JsonNode> lines() throws Exception {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(SavedWorld.resource("0.1.0/ledger.jsonl")))
            lines.add(JSON.readTree(line));
        return lines;
    }
}
