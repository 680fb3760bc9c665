package dev.breakwater.guard.convert;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.breakwater.connectors.aws.AwsNames;
import dev.breakwater.model.function.FunctionFacts;
import dev.breakwater.model.function.FunctionFacts.Capacity;
import dev.breakwater.model.function.FunctionFacts.ReservationFacts;
import dev.breakwater.model.function.FunctionFacts.TriggerFacts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An inventory that needs no AWS account: a file of JSON lines {@code {"function","account","region","memoryMb",
 * "architecture","timeoutSeconds"[,"reservedConcurrency","ephemeralMb", "provisionedConcurrency","tags":{}]}}.
 */
public final class InventoryFile {

    private static final ObjectMapper MAPPER =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final Set<String> ARCHITECTURES = Set.of("x86_64", "arm64");

    private InventoryFile() {}

    /** Thrown if the file has wrong content. The message names each wrong line. */
    public static final class Invalid extends RuntimeException {

        Invalid(String message) {
            super(message);
        }
    }

    /**
     * Reads all functions, by {@code account|region|function}.
     *
     * @throws Invalid              if any line is wrong; the message names all wrong lines
     * @throws UncheckedIOException if the file cannot be read
     */
    public static Map<String, FunctionFacts> read(Path file) {
        Map<String, FunctionFacts> fleet = new LinkedHashMap<>();
        List<String> problems = new ArrayList<>();
        int number = 0;
        for (String line : lines(file)) {
            number++;
            if (line.isBlank()) continue;
            try {
                FunctionFacts f = facts(MAPPER.readTree(line));
                fleet.put(f.account() + '|' + f.region() + '|' + f.function(), f);
            } catch (JsonProcessingException e) {
                problems.add(file + ":" + number + ": not JSON");
            } catch (Invalid e) {
                problems.add(file + ":" + number + ": " + e.getMessage());
            }
        }
        if (!problems.isEmpty()) throw new Invalid(String.join("; ", problems));
        return fleet;
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the inventory " + file, e);
        }
    }

    private static FunctionFacts facts(JsonNode n) {
        String architecture = n.path("architecture").asText("x86_64");
        if (!ARCHITECTURES.contains(architecture)) {
            throw new Invalid("architecture must be x86_64 or arm64");
        }
        Map<String, String> tags = new LinkedHashMap<>();
        n.path("tags")
                .properties()
                .forEach(t -> tags.put(t.getKey(), t.getValue().asText()));
        return new FunctionFacts(
                text(n, "account", "\\d{12}"),
                region(n),
                text(n, "function", "[A-Za-z0-9_-]{1,64}"),
                number(n, "memoryMb", 128, 10_240),
                architecture,
                n.has("timeoutSeconds") ? number(n, "timeoutSeconds", 1, 900) : 900,
                ReservationFacts.of(
                        n.hasNonNull("reservedConcurrency") ? number(n, "reservedConcurrency", 0, 1_000_000) : -1),
                n.hasNonNull("lastModified") ? millis(n, "lastModified") : -1,
                tags,
                TriggerFacts.UNKNOWN,
                new Capacity(
                        n.hasNonNull("ephemeralMb")
                                ? number(n, "ephemeralMb", Capacity.FREE_MB, 10_240)
                                : Capacity.FREE_MB,
                        n.hasNonNull("provisionedConcurrency")
                                ? number(n, "provisionedConcurrency", 0, 1_000_000)
                                : Capacity.NEVER));
    }

    private static String region(JsonNode n) {
        String value = n.path("region").asText("");
        if (!AwsNames.isRegion(value)) throw new Invalid("region is missing, or does not look like eu-west-1");
        return value;
    }

    private static long millis(JsonNode n, String key) {
        try {
            return Instant.parse(n.path(key).asText()).toEpochMilli();
        } catch (DateTimeParseException e) {
            throw new Invalid(key + " must be an instant like 2026-08-05T14:20:00Z");
        }
    }

    private static String text(JsonNode n, String key, String pattern) {
        String value = n.path(key).asText("");
        if (!value.matches(pattern)) throw new Invalid(key + " is missing, or does not look like " + pattern);
        return value;
    }

    private static int number(JsonNode n, String key, int least, int most) {
        JsonNode value = n.path(key);
        if (!value.isIntegralNumber() || value.longValue() < least || value.longValue() > most) {
            throw new Invalid(key + " must be a whole number from " + least + " to " + most);
        }
        return value.intValue();
    }
}
