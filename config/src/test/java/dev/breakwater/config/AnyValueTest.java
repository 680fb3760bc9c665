package dev.breakwater.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.breakwater.config.model.Settings;
import dev.breakwater.config.read.Document;
import dev.breakwater.config.read.Document.Loaded;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Puts wrong values at each place of a full configuration. */
class AnyValueTest {
    private static final YAMLMapper YAML = new YAMLMapper();

    private static final List<String> VALUES = List.of(
            "~",
            "''",
            "text",
            "-1",
            "0",
            "1e400",
            "99999999999999999999999",
            "true",
            "[]",
            "[~]",
            "[[x]]",
            "{}",
            "{ a: ~ }",
            "{ '': x }",
            "!!binary aGVsbG8=",
            "\"\\0\\ud83d\"",
            "\"file:a\\0\"",
            "999999999d",
            "+999999999-12-31T23:59:59Z");

    @Test
    void eachPlaceWithSomeOfTheValuesGivesSettingsOrProblemsAndNeverAnException() throws IOException {
        put(5);
    }

    @Test
    @Tag("full")
    void anyValueAtAnyPlaceGivesSettingsOrProblemsAndNeverAnException() throws IOException {
        put(VALUES.size());
    }

    /** @param some how many values each place gets; neighbours get different values */
    private static void put(int some) throws IOException {
        JsonNode root = YAML.readTree(Document.shipped("full.yaml"));
        List<JsonPointer> places = new ArrayList<>();
        collect(root, JsonPointer.empty(), places);
        long refused = IntStream.range(0, places.size() * some)
                .parallel()
                .filter(i -> isRefused(root.deepCopy(), places.get(i / some), VALUES.get(i % VALUES.size())))
                .count();
        assertThat(refused).isGreaterThan(places.size() * some / 2);
    }

    private static boolean isRefused(JsonNode changed, JsonPointer place, String value) {
        replace(changed, place, "MARK");
        Loaded<Settings> result = Loading.text(changed.toString().replace("\"MARK\"", value));
        assertThat(result.problems())
                .allSatisfy(problem ->
                        assertThat(problem.toString()).hasSizeLessThan(400).doesNotContain("\n", "\0"));
        return !result.problems().isEmpty();
    }

    private static void collect(JsonNode node, JsonPointer at, List<JsonPointer> places) {
        node.fieldNames().forEachRemaining(name -> {
            places.add(at.appendProperty(name));
            collect(node.get(name), at.appendProperty(name), places);
        });
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            places.add(at.appendIndex(i));
            collect(node.get(i), at.appendIndex(i), places);
        }
    }

    private static void replace(JsonNode root, JsonPointer place, String value) {
        JsonNode outer = root.at(place.head());
        if (outer instanceof ArrayNode list) {
            list.set(place.last().getMatchingIndex(), value);
        } else {
            ((ObjectNode) outer).put(place.last().getMatchingProperty(), value);
        }
    }
}
