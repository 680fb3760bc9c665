package dev.breakwater.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.breakwater.config.model.Settings;
import dev.breakwater.config.read.Document.Loaded;
import dev.breakwater.config.read.Problems.Problem;
import dev.breakwater.config.read.Values;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests that the schema, the documentation and the reader agree. */
class SchemaTest {
    private static final Path SCHEMA = Path.of("../../config/breakwater.schema.json");
    private static final Path DOCUMENT = Path.of("../../docs/configuration.md");
    private static final String ANEW =
            "to generate it again, run mvn -pl jobs/guard -am test -Dtest=SchemaTest -Dbreakwater.write=true";
    private static final String BEGIN = """
            <!-- keys: written by mvn -pl jobs/guard -am test -Dtest=SchemaTest -Dbreakwater.write=true -->
            | key | type | default | bounds | meaning |
            |---|---|---|---|---|
            | `apiVersion` | text | required | `breakwater.dev/v1` | the version of this format |
            """;
    private static final String END = "<!-- /keys -->\n";

    /** A file that has every section, so that any key can be set in it. */
    private static final String EVERY_SECTION = """
            apiVersion: breakwater.dev/v1
            source: { cloudwatch: {}, landing: { path: in } }
            receive: { keys: [ { accessKey: "env:K", accounts: ["111122223333"] } ] }
            door: { token: "env:T", users: [ { name: alice, tokenHash: "env:H", may: view } ], proxy: { alb: { signer: "arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/a/0123456789abcdef" } }, slack: { secret: "env:S", users: [ { id: U024BE7LH, may: [approve] } ] } }
            accounts: [ { id: "111122223333", regions: [eu-west-1] } ]
            policies: [ { name: default } ]
            groups: [ { name: g, match: { function: "*" } } ]
            prices: { accounts: [ { id: "111122223333" } ], addOns: [ { match: { function: "*" } } ] }
            budgets: [ { name: b, usdPerMonth: 1000000000, steps: [ { spent: 1, do: throttle, group: g } ] } ]
            windows: [ { name: w, match: { function: "*" }, from: "2026-01-01T00:00:00Z", to: "2026-01-02T00:00:00Z", expect: 2 } ]
            notify: { pagerduty: { routingKey: "env:K" }, sns: { topicArn: "arn:aws:sns:eu-west-1:111122223333:t" }, eventbridge: {}, cloudwatch: { region: eu-west-1 }, slack: { webhook: "env:S" }, webhook: { url: "https://example.org/h", secret: "env:W" }, alertmanager: { url: "https://example.org" }, receivers: [ { name: r, pagerduty: { routingKey: "env:K" }, eventbridge: {} } ], routes: [ { match: { severities: [error] }, to: [r] } ] }
            """;

    @Test
    void theSchemaIsTheOneOfTheRecords() throws IOException {
        if (Boolean.getBoolean("breakwater.write")) {
            Files.writeString(SCHEMA, SettingsSchema.text());
        }
        assertThat(SCHEMA).as(ANEW).hasContent(SettingsSchema.text());
    }

    @Test
    void theDocumentHasEveryKeyWithTypeDefaultBoundsAndMeaning() throws IOException {
        String document = Files.readString(DOCUMENT);
        String table = BEGIN + String.join("\n", keys().map(SettingsKey::row).toList()) + "\n" + END;
        if (Boolean.getBoolean("breakwater.write")) {
            int end = document.indexOf(END) + END.length();
            document = document.substring(0, document.indexOf(BEGIN)) + table + document.substring(end);
            Files.writeString(DOCUMENT, document);
        }
        assertThat(document).as(ANEW).contains(table);
    }

    static Stream<SettingsKey> keys() {
        return SettingsKey.all().stream();
    }

    static Stream<SettingsKey> numbers() {
        return keys().filter(SettingsKey::isNumber);
    }

    static Stream<SettingsKey> durations() {
        return keys().filter(key -> key.type() == Duration.class);
    }

    static Stream<SettingsKey> defaults() {
        return keys().filter(key -> !key.key().initial().isEmpty());
    }

    @ParameterizedTest
    @MethodSource("defaults")
    void aDefaultWrittenOutChangesNothing(SettingsKey key) throws IOException {
        Settings without = valid(load(EVERY_SECTION));
        Settings with = valid(load(set(key, SettingsSchema.initial(key)).toString()));

        assertThat(with).isEqualTo(without);
    }

    @ParameterizedTest
    @MethodSource("numbers")
    void numbersHaveTheBoundsOfTheSchema(SettingsKey key) throws IOException {
        double lowest = Double.parseDouble(key.bound(0));
        double highest = Double.parseDouble(key.bound(1));
        double beyond = Math.max(1, highest / 1000);

        assertThat(refuses(key, number(lowest - 1))).isTrue();
        assertThat(refuses(key, number(highest + beyond))).isTrue();
        assertThat(refuses(key, number(highest))).isFalse();
    }

    @ParameterizedTest
    @MethodSource("durations")
    void durationsHaveTheBoundsOfTheSchema(SettingsKey key) throws IOException {
        Duration shortest = Values.parseDuration(key.bound(0)).orElseThrow();
        Duration longest = Values.parseDuration(key.bound(1)).orElseThrow();

        assertThat(refuses(key, text(Values.durationText(longest.plusSeconds(1)))))
                .isTrue();
        assertThat(shortest.isZero() || refuses(key, text(Values.durationText(shortest.minusSeconds(1)))))
                .isTrue();
        assertThat(refuses(key, text(Values.durationText(shortest)))).isFalse();
    }

    @Test
    void theReadersKnowTheKeysOfTheSchemaAndNoOthers() throws IOException {
        Loaded<Settings> valid = load(EVERY_SECTION);
        assertThat(valid.problems()).isEmpty();
        checkKnown(SettingsSchema.schema(), "");
    }

    private static void checkKnown(JsonNode schema, String path) throws IOException {
        List<String> names = names(schema.get("properties"));
        SettingsKey unknown = new SettingsKey(path + "zzzzzzzzzz", null, null, null);
        List<Problem> problems = load(set(unknown, text("x")).toString()).problems();

        assertThat(problems)
                .as(path)
                .extracting(Problem::remedy)
                .contains("one of " + String.join(", ", names.stream().sorted().toList()) + ", or take it out");
        for (String name : names) {
            JsonNode property = schema.get("properties").get(name);
            JsonNode section = property.has("items") ? property.get("items") : property;
            if (section.has("properties")) {
                checkKnown(section, path + name + (property.has("items") ? "[]." : "."));
            }
        }
    }

    private static List<String> names(JsonNode node) {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static boolean refuses(SettingsKey key, JsonNode value) throws IOException {
        String path = key.path().replace("[]", "[0]");
        return load(set(key, value).toString()).problems().stream()
                .anyMatch(problem ->
                        problem.path().equals(path) && !problem.rule().contains("<="));
    }

    private static Loaded<Settings> load(String yaml) {
        return ConfigLoader.load(yaml.getBytes(StandardCharsets.UTF_8), Path.of("/etc/breakwater"), root -> {});
    }

    private static Settings valid(Loaded<Settings> loaded) {
        assertThat(loaded.problems()).isEmpty();
        return loaded.value();
    }

    /** Returns the file with every section and one key set. */
    private static JsonNode set(SettingsKey key, JsonNode value) throws IOException {
        JsonNode root = new YAMLMapper().readTree(EVERY_SECTION);
        ObjectNode at = (ObjectNode) root;
        String[] names = key.path().split("\\.");
        for (int i = 0; i < names.length - 1; i++) {
            String name = names[i].replace("[]", "");
            at = names[i].endsWith("[]") ? (ObjectNode) at.get(name).get(0) : at.withObjectProperty(name);
        }
        at.set(names[names.length - 1], value);
        return root;
    }

    private static JsonNode text(String text) {
        return new ObjectMapper().getNodeFactory().textNode(text);
    }

    private static JsonNode number(double value) {
        boolean whole = value == Math.rint(value);
        return whole
                ? new ObjectMapper().getNodeFactory().numberNode((long) value)
                : new ObjectMapper().getNodeFactory().numberNode(value);
    }
}
