package dev.breakwater.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * One mapping of the file with its path. Reading a key makes it known; {@link #done()} reports the others. A value that
 * is wrong becomes a problem and reads as the default, so that reading goes on to the next problem.
 */
final class Section {
    private final JsonNode node;
    private final String path;
    private final Problems problems;
    private final TreeSet<String> known = new TreeSet<>();
    private final Section outer;
    private int wrong;

    /** The whole file. */
    Section(JsonNode node, Problems problems) {
        this(node, "", problems, null);
    }

    private Section(JsonNode node, String path, Problems problems, Section outer) {
        this.node = node;
        this.path = path;
        this.problems = problems;
        this.outer = outer;
    }

    private Section inside(JsonNode value, String key) {
        return new Section(value, at(key), problems, this);
    }

    /** Whether the key is there with any value. */
    boolean has(String key) {
        return node.has(key);
    }

    /** The raw value, if the key is there; one without a value is a problem. */
    Optional<JsonNode> value(String key) {
        boolean first = known.add(key);
        Optional<JsonNode> value = Optional.ofNullable(node.get(key));
        boolean empty = value.filter(Section::isEmpty).isPresent();
        if (first && empty) {
            problem(key, "nothing", "has no value", "a value, or take the key out");
        }
        return empty ? Optional.empty() : value;
    }

    /** An empty plain scalar arrives as an empty text; no setting means anything by that either. */
    private static boolean isEmpty(JsonNode value) {
        return value.isNull() || value.isTextual() && value.asText().isEmpty();
    }

    /** A value that a function turns into a result, or into nothing after it has reported a problem. */
    <T> T read(String key, T initial, Function<JsonNode, Optional<T>> reading) {
        return value(key).flatMap(reading).orElse(initial);
    }

    Scalars scalars() {
        return new Scalars(this);
    }

    /** A section inside; an empty one when the key is absent. */
    Section child(String key) {
        return value(key)
                .filter(value -> isObject(key, value))
                .map(value -> inside(value, key))
                .orElseGet(() -> inside(JsonNodeFactory.instance.objectNode(), key));
    }

    /** The sections of a list; none when the key is absent. */
    List<Section> children(String key) {
        List<Section> children = new ArrayList<>();
        int index = 0;
        for (JsonNode item : items(key)) {
            String name = key + "[" + index++ + "]";
            if (isObject(name, item)) {
                children.add(inside(item, name));
            }
        }
        return children;
    }

    /** The values of a list; none when the key is absent or is no list. */
    List<JsonNode> items(String key) {
        List<JsonNode> items = new ArrayList<>();
        value(key).ifPresent(value -> {
            if (value.isArray()) {
                value.forEach(items::add);
            } else {
                problem(key, Shown.value(value), "must be a list", "one or more entries that begin with '- '");
            }
        });
        return items;
    }

    /** A mapping of free names to texts. */
    Map<String, String> texts(String key) {
        Section inside = child(key);
        Map<String, String> texts = new LinkedHashMap<>();
        inside.node
                .fieldNames()
                .forEachRemaining(name -> texts.put(name, inside.scalars().text(name, "")));
        return texts;
    }

    /** The names of the keys that are there. */
    List<String> names() {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** Reports every key that nobody has read. */
    void done() {
        for (String key : names()) {
            if (!known.contains(key)) {
                unknown(key);
            }
        }
    }

    private void unknown(String key) {
        String shown = Shown.text(key);
        Optional<String> replacement = problems.removed().replacement(at(key));
        if (replacement.isPresent()) {
            problem(key, shown, "was removed", replacement.get());
            return;
        }
        String remedy = Nearest.to(key, known).orElse("one of " + String.join(", ", known) + ", or take it out");
        problem(key, shown, "unknown key", remedy);
    }

    private boolean isObject(String key, JsonNode value) {
        if (!value.isObject()) {
            problem(key, Shown.value(value), "must be a section", "keys with values, indented below " + at(key) + ":");
        }
        return value.isObject();
    }

    /** Whether nothing is wrong in this section so far: cross-field rules are only worth checking then. */
    boolean clean() {
        return wrong == 0;
    }

    /** Whether nothing is wrong at these keys or below them: what a rule between them needs. */
    boolean cleanAt(String... keys) {
        for (Problem problem : problems.found()) {
            for (String key : keys) {
                String path = at(key);
                if (problem.path().equals(path) || problem.path().startsWith(path + ".")) return false;
            }
        }
        return true;
    }

    void missing(String key, String remedy) {
        problem(key, "nothing", "is required", remedy);
    }

    void problem(String key, String value, String rule, String remedy) {
        problems.add(new Problem(at(key), value, rule, remedy));
        for (Section section = this; section != null; section = section.outer) {
            section.wrong++;
        }
    }

    /** The full path of a key; of the section itself for an empty key. */
    String at(String key) {
        if (key.isEmpty()) {
            return path;
        }
        String shown = Shown.text(key);
        return path.isEmpty() ? shown : path + "." + shown;
    }
}
