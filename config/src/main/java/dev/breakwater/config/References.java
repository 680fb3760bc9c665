package dev.breakwater.config;

import com.fasterxml.jackson.databind.JsonNode;
import dev.breakwater.config.read.Section;
import dev.breakwater.config.read.Texts;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/** Checks values that name another part of the file, such as a group or an account. */
final class References {

    private References() {}

    /** Checks each value of a list. The consumer gets the value's key, like {@code to[1]}, and the value. */
    static void each(Section section, String list, BiConsumer<String, String> check) {
        int index = 0;
        for (JsonNode item : section.items(list)) check.accept(list + "[" + index++ + "]", item.asText());
    }

    /** Reports a group that the file does not have. */
    static void group(Section section, String key, String name) {
        known(
                section,
                key,
                name,
                written(section.root(), "groups", "name"),
                "names a group that does not exist",
                "a group first");
    }

    /** Reports each of the section's {@code accounts} that the file does not watch. */
    static void accounts(Section section) {
        each(section, "accounts", (at, id) -> account(section, at, id));
    }

    /**
     * Reports an account that the file does not watch. Without {@code accounts}, the ambient credentials may belong to
     * any account; the accounts of an organization are unknown unless {@code include} lists them.
     */
    static void account(Section section, String key, String id) {
        Set<String> watched = written(section.root(), "accounts", "id");
        if (section.root().has("organization")) {
            Section organization = section.root().child("organization");
            if (!organization.has("include")) return;
            each(organization, "include", (at, included) -> watched.add(included));
        }
        if (!watched.isEmpty()) known(section, key, id, watched, "is not a watched account", "");
    }

    /**
     * Reports a value that is none of the names. Empty values and values with another problem are not compared.
     *
     * @param none what to write if there are no names
     */
    static void known(Section section, String key, String value, Set<String> names, String rule, String none) {
        if (value.isEmpty() || names.contains(value) || !section.cleanAt(key)) return;
        String some =
                String.join(", ", names.stream().limit(10).map(Texts::shown).toList());
        section.problem(key, Texts.shown(value), rule, names.isEmpty() ? none : "one of " + some);
    }

    /** Returns the names as written, also of entries with a mistake, because another value may name such an entry. */
    private static Set<String> written(Section root, String list, String key) {
        Set<String> names = new TreeSet<>();
        root.value(list)
                .filter(JsonNode::isArray)
                .ifPresent(entries ->
                        entries.forEach(entry -> names.add(entry.path(key).asText())));
        return names;
    }
}
