package dev.breakwater.cli.recording;

import com.fasterxml.jackson.databind.JsonNode;
import dev.breakwater.ledger.AttackRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * An event that was injected into some functions of the recording.
 *
 * @param id            short name, for example {@code slow-burn}
 * @param functions     the functions that the event affects
 * @param from          the first minute of the event
 * @param to            the end of its last minute
 * @param description   one line for people
 * @param incidentKinds the kinds of incident that are a correct result for the event; none for benign events
 * @param excessUsd     the event's cost above normal, USD
 */
public record Label(
        String id,
        List<String> functions,
        Instant from,
        Instant to,
        String description,
        List<String> incidentKinds,
        double excessUsd) {

    /** Returns the label as the report shows it. */
    public AttackRow attack() {
        return new AttackRow(id, functions, from, to, description);
    }

    static List<Label> listOf(JsonNode array) {
        List<Label> labels = new ArrayList<>();
        for (JsonNode node : array) labels.add(of(node));
        return List.copyOf(labels);
    }

    private static Label of(JsonNode node) {
        return new Label(
                node.path("id").asText(),
                texts(node.path("functions")),
                Instant.parse(node.path("from").asText()),
                Instant.parse(node.path("to").asText()),
                node.path("description").asText(),
                texts(node.path("incidentKinds")),
                node.path("excessUsd").asDouble());
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        for (JsonNode node : array) texts.add(node.asText());
        return List.copyOf(texts);
    }
}
