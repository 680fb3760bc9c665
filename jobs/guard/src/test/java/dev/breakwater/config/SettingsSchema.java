package dev.breakwater.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.breakwater.config.model.Settings;
import dev.breakwater.config.model.SourceSettings;
import dev.breakwater.config.secret.SecretRef;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Makes the JSON Schema for editors from the records and their keys. */
final class SettingsSchema {
    private static final ObjectMapper JSON = new ObjectMapper();

    private SettingsSchema() {}

    static ObjectNode schema() {
        ObjectNode root = JSON.createObjectNode();
        root.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        root.put("title", "Breakwater configuration");
        ObjectNode section = section(Settings.class);
        ObjectNode version = JSON.createObjectNode().put("const", ConfigLoader.DOCUMENT.version());
        version.put("description", "the version of this format");
        ObjectNode properties = JSON.createObjectNode();
        properties.set("apiVersion", version);
        properties.setAll((ObjectNode) section.get("properties"));
        section.set("properties", properties);
        ((ArrayNode) section.get("required")).insert(0, "apiVersion");
        root.setAll(section);
        return root;
    }

    static String text() throws JsonProcessingException {
        DefaultIndenter indent = new DefaultIndenter("  ", "\n");
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter().withObjectIndenter(indent);
        return JSON.writer(printer).writeValueAsString(schema()) + "\n";
    }

    private static ObjectNode section(Class<?> record) {
        ObjectNode section = JSON.createObjectNode().put("type", "object").put("additionalProperties", false);
        ObjectNode properties = JSON.createObjectNode();
        ArrayNode required = JSON.createArrayNode();
        for (SettingsKey key : SettingsKey.of(record, "")) {
            put(properties, key.path(), property(key));
            if (key.key().required()) {
                required.add(key.path());
            }
        }
        section.set("properties", properties);
        if (!required.isEmpty()) {
            section.set("required", required);
        }
        if (record == SourceSettings.class) {
            section.put("minProperties", 1);
        }
        return section;
    }

    /** A path with a dot creates its own section. */
    private static void put(ObjectNode properties, String path, ObjectNode property) {
        int dot = path.indexOf('.');
        if (dot < 0) {
            properties.set(path, property);
            return;
        }
        ObjectNode section = JSON.createObjectNode().put("type", "object").put("additionalProperties", false);
        put(section.putObject("properties"), path.substring(dot + 1), property);
        properties.set(path.substring(0, dot), section);
    }

    private static ObjectNode property(SettingsKey key) {
        ObjectNode property = typed(key);
        String derived = key.key().derived();
        property.put("description", key.key().doc() + (derived.isEmpty() ? "" : "; default " + derived));
        if (!key.key().initial().isEmpty()) {
            property.set("default", initial(key));
        }
        return property;
    }

    private static ObjectNode typed(SettingsKey key) {
        if (key.type() == List.class) {
            ObjectNode list = JSON.createObjectNode().put("type", "array");
            return list.set("items", key.isSection() ? section(key.inside()) : text(key));
        }
        if (key.isSection()) {
            return section(key.inside());
        }
        if (key.isNumber()) {
            return key.hasWords() ? either(number(key), words(key.key().words())) : number(key);
        }
        Class<?> or = key.key().orSection();
        return or == Void.class
                ? word(key)
                : either(text(key), section(or).put("minProperties", 1).put("maxProperties", 1));
    }

    private static ObjectNode either(ObjectNode one, ObjectNode other) {
        ObjectNode either = JSON.createObjectNode();
        either.putArray("oneOf").add(one).add(other);
        return either;
    }

    private static ObjectNode number(SettingsKey key) {
        ObjectNode number = JSON.createObjectNode().put("type", key.type() == int.class ? "integer" : "number");
        String minimum = key.key().positive() ? "exclusiveMinimum" : "minimum";
        number.set(minimum, plain(Double.parseDouble(key.bound(0))));
        return number.set("maximum", plain(Double.parseDouble(key.bound(1))));
    }

    private static ObjectNode word(SettingsKey key) {
        ObjectNode word = JSON.createObjectNode();
        if (key.type() == boolean.class) {
            word.putArray("enum").add(true).add(false).add("on").add("off");
            return word;
        }
        if (key.hasWords()) {
            return words(key.key().words());
        }
        if (key.type() == Map.class) {
            return word.put("type", "object").set("additionalProperties", string());
        }
        if (key.type() == Instant.class) {
            return string().put("format", "date-time");
        }
        Map<Class<?>, String> patterns =
                Map.of(Duration.class, "^[0-9]{1,9}[smhd]$", SecretRef.class, "^(env|file|aws-secret):.+$");
        return patterns.containsKey(key.type()) ? string().put("pattern", patterns.get(key.type())) : text(key);
    }

    private static ObjectNode words(String... words) {
        ObjectNode word = JSON.createObjectNode();
        List.of(words).forEach(word.putArray("enum")::add);
        return word;
    }

    private static ObjectNode text(SettingsKey key) {
        String pattern = key.key().form().pattern;
        return pattern.isEmpty()
                ? string()
                : pattern.matches("[a-z|]+")
                        ? words(pattern.split("[|]"))
                        : string().put("pattern", "^(" + pattern + ")$");
    }

    private static ObjectNode string() {
        return JSON.createObjectNode().put("type", "string");
    }

    static JsonNode initial(SettingsKey key) {
        String initial = key.key().initial();
        return key.isNumber() && !List.of(key.key().words()).contains(initial)
                ? plain(Double.parseDouble(initial))
                : JSON.getNodeFactory().textNode(initial);
    }

    private static JsonNode plain(double value) {
        boolean whole = value == Math.rint(value);
        return whole
                ? JSON.getNodeFactory().numberNode((long) value)
                : JSON.getNodeFactory().numberNode(value);
    }
}
