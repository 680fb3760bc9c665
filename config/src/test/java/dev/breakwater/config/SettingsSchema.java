package dev.breakwater.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Makes the JSON Schema for editors from the records and their {@link Key}s. */
final class SettingsSchema {
    private static final ObjectMapper JSON = new ObjectMapper();

    private SettingsSchema() {}

    static ObjectNode schema() {
        ObjectNode root = JSON.createObjectNode();
        root.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        root.put("title", "Breakwater configuration");
        ObjectNode section = section(Settings.class);
        ObjectNode version = JSON.createObjectNode().put("const", "breakwater.dev/v1");
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
        for (RecordComponent component : record.getRecordComponents()) {
            SettingsKey key = SettingsKey.of(component, "");
            if (!key.path().equals("-")) {
                put(properties, key.path(), property(key));
                if (key.key().required()) {
                    required.add(key.path());
                }
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

    /** A path with a dot makes a section of its own. */
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
        ObjectNode property =
                key.key().schema().isEmpty() ? typed(key) : given(key.key().schema());
        property.put("description", key.key().meaning());
        if (!key.key().initial().isEmpty()) {
            property.set("default", initial(key));
        }
        return property;
    }

    private static ObjectNode typed(SettingsKey key) {
        if (key.type() == List.class) {
            ObjectNode list = JSON.createObjectNode().put("type", "array");
            list.set("items", key.isSection() ? section(key.inside()) : string());
            return list;
        }
        if (key.isSection()) {
            return section(key.inside());
        }
        return key.isNumber() ? number(key) : word(key.type());
    }

    private static ObjectNode number(SettingsKey key) {
        ObjectNode number = JSON.createObjectNode().put("type", key.type() == int.class ? "integer" : "number");
        number.set("minimum", plain(key.key().min()));
        number.set("maximum", plain(key.key().max()));
        return number;
    }

    private static ObjectNode word(Class<?> type) {
        if (type == boolean.class) {
            ObjectNode flag = JSON.createObjectNode();
            flag.putArray("enum").add(true).add(false).add("on").add("off");
            return flag;
        }
        if (type == Mode.class) {
            ArrayNode words = JSON.createArrayNode();
            for (Mode mode : Mode.values()) {
                words.add(mode.name().toLowerCase(Locale.ROOT));
            }
            return JSON.createObjectNode().set("enum", words);
        }
        if (type == Map.class) {
            return JSON.createObjectNode().put("type", "object").set("additionalProperties", string());
        }
        if (type == Instant.class) {
            return string().put("format", "date-time");
        }
        Map<Class<?>, String> patterns =
                Map.of(Duration.class, "^[0-9]{1,9}[smhd]$", SecretRef.class, "^(env|file|aws-secret):.+$");
        return patterns.containsKey(type) ? string().put("pattern", patterns.get(type)) : string();
    }

    private static ObjectNode string() {
        return JSON.createObjectNode().put("type", "string");
    }

    private static ObjectNode given(String schema) {
        try {
            return (ObjectNode) JSON.readTree(schema);
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + schema, e);
        }
    }

    static JsonNode initial(SettingsKey key) {
        String initial = key.key().initial();
        return key.isNumber()
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
