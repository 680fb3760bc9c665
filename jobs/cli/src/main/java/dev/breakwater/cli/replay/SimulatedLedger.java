package dev.breakwater.cli.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.breakwater.connectors.lambda.LeverKind;
import dev.breakwater.connectors.lambda.ledger.Effect;
import dev.breakwater.connectors.lambda.ledger.EffectOutcome;
import dev.breakwater.connectors.lambda.ledger.EffectsLog;
import dev.breakwater.connectors.lambda.ledger.HashChainedLedger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;

/** Writes what the acts of a replay would have come to: {@code ledger.jsonl}, in the form of a live run's. */
final class SimulatedLedger {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Set<String> SETS = Set.of("throttle", "lower", "raise");

    private SimulatedLedger() {}

    static void write(Path out) throws IOException {
        try (EffectsLog ledger = HashChainedLedger.open(out.resolve("ledger.jsonl"))) {
            for (String line : Files.readAllLines(out.resolve("decisions.jsonl"))) {
                JsonNode d = MAPPER.readTree(line);
                boolean sets = SETS.contains(d.path("type").asText());
                if (sets || d.path("type").asText().equals("release")) ledger.append(effect(d, sets));
            }
        }
    }

    private static Effect effect(JsonNode d, boolean sets) {
        int previous = d.path("previous").asInt(-1);
        return new Effect(
                millis(d.path("at")),
                d.path("incident").asText() + ":" + d.path("sequence").asLong(),
                d.path("account").asText(),
                d.path("region").asText(),
                d.path("function").asText(),
                sets,
                sets ? EffectOutcome.APPLIED : EffectOutcome.RELEASED,
                d.path("limit").asInt(-1),
                previous,
                sets ? Effect.NOT_RESTORED : previous,
                d.path("until").isNull() ? -1 : millis(d.path("until")),
                d.path("incident").asText(),
                "simulated: " + d.path("detail").asText(),
                LeverKind.RESERVATION,
                "",
                Effect.NOT_SEEN);
    }

    private static long millis(JsonNode instant) {
        return Instant.parse(instant.asText()).toEpochMilli();
    }
}
