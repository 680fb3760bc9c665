package dev.breakwater.config.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.breakwater.config.read.Problems.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * One mapping of the file, with its path. A section remembers which keys were read, and {@link #done()} reports the
 * other keys as unknown. A problem is reported once, however often its key is read.
 */
public final class Section {
    private final JsonNode node;
    private final String path;
    private final Problems problems;
    private final TreeSet<String> known = new TreeSet<>();
    private final Section outer;
    private final boolean written;

    /** The whole file. */
    Section(JsonNode node, Problems problems) {
        this(node, "", problems, null, true);
    }

    private Section(JsonNode node, String path, Problems problems, Section outer, boolean written) {
        this.node = node;
        this.path = path;
        this.problems = problems;
        this.outer = outer;
        this.written = written;
    }

    /** Reports an {@code apiVersion} that is missing or wrong. */
    void version(String version) {
        if (!has("apiVersion")) missing("apiVersion", version);
        value("apiVersion").filter(v -> !v.asText().equals(version)).ifPresent(v -> {
            if (v.isTextual()) problem("apiVersion", Texts.shownValue(v), "is not accepted", version);
            else noText("apiVersion", v);
        });
    }

    /** Returns whether the file has this section. */
    public boolean written() {
        return written;
    }

    /** Returns the enclosing section, or null for the whole file. */
    public Section outer() {
        return outer;
    }

    /** Returns the whole file. */
    public Section root() {
        return outer == null ? this : outer.root();
    }

    /** Returns whether the key has any value. */
    public boolean has(String key) {
        return node.has(key);
    }

    /** Returns whether the key's value is {@code on}. */
    public boolean isOn(String key) {
        return node.path(key).asBoolean() || node.path(key).asText().equals("on");
    }

    /** Returns the raw value, if the section has the key. A key without a value is a problem. */
    public Optional<JsonNode> value(String key) {
        known.add(key);
        Optional<JsonNode> value = Optional.ofNullable(node.get(key));
        if (value.isEmpty() || !isEmpty(value.get())) return value;
        problem(key, "nothing", "has no value", "a value, or remove the key");
        return Optional.empty();
    }

    /** For a key without a value, the parser gives an empty text. No setting can be an empty text. */
    private static boolean isEmpty(JsonNode value) {
        return value.isNull() || value.isTextual() && value.asText().isEmpty();
    }

    /** Returns the section under a key. The section is empty if the key is absent. */
    public Section child(String key) {
        return child(key, has(key));
    }

    /** Returns the section under a key. Missing required keys are reported even if the section is absent. */
    Section required(String key) {
        return child(key, true);
    }

    private Section child(String key, boolean written) {
        JsonNode child =
                value(key).filter(value -> isObject(key, value)).orElseGet(() -> JsonNodeFactory.instance.objectNode());
        return new Section(child, at(key), problems, this, written);
    }

    /** Returns the sections of a list, or no sections if the key is absent. */
    public List<Section> children(String key) {
        List<Section> children = new ArrayList<>();
        int index = 0;
        for (JsonNode item : items(key)) {
            String name = key + "[" + index++ + "]";
            if (isObject(name, item)) children.add(new Section(item, at(name), problems, this, true));
        }
        return children;
    }

    /** Returns the values of a list, or no values if the key is absent or is not a list. */
    public List<JsonNode> items(String key) {
        List<JsonNode> items = new ArrayList<>();
        value(key).ifPresent(value -> {
            if (value.isArray()) {
                value.forEach(items::add);
            } else {
                problem(key, Texts.shownValue(value), "must be a list", "one or more entries that begin with '- '");
            }
        });
        return items;
    }

    /** Returns the names of the keys in this section. */
    public List<String> names() {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** Reports every key that was not read. */
    void done() {
        for (String key : names()) {
            if (known.contains(key)) continue;
            String remedy = Texts.nearest(key, known).orElse("one of " + String.join(", ", known) + ", or take it out");
            problem(key, Texts.shown(key), "unknown key", remedy);
        }
    }

    private boolean isObject(String key, JsonNode value) {
        if (!value.isObject()) {
            problem(
                    key,
                    Texts.shownValue(value),
                    "must be a section",
                    "keys with values, indented below " + at(key) + ":");
        }
        return value.isObject();
    }

    /**
     * Returns whether these keys and all keys below them are free of errors. A rule must call this method before the
     * rule compares keys.
     */
    public boolean cleanAt(String... keys) {
        for (String key : keys) {
            if (problems.areAt(at(key))) return false;
        }
        return true;
    }

    /** Reports that a required key is missing. */
    public void missing(String key, String remedy) {
        problem(key, "nothing", "is required", remedy);
    }

    void noText(String key, JsonNode value) {
        String remedy = value.isValueNode() ? "the same in quotes" : "one text";
        problem(key, Texts.shownValue(value), "must be a text", remedy);
    }

    /** Reports an error at a key. An empty key stands for the section itself. */
    public void problem(String key, String value, String rule, String remedy) {
        problems.add(new Problem(at(key), value, rule, remedy));
    }

    /** Returns the full path of a key. An empty key stands for the section itself. */
    String at(String key) {
        if (key.isEmpty()) {
            return path;
        }
        String shown = Texts.shown(key);
        return path.isEmpty() ? shown : path + "." + shown;
    }
}
