package dev.breakwater.config;

import dev.breakwater.config.model.Key;
import dev.breakwater.config.model.Registered;
import dev.breakwater.config.model.Settings;
import dev.breakwater.config.read.Binder;
import dev.breakwater.config.secret.SecretRef;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One key of the file, found by walking the records. */
record SettingsKey(String path, Key key, Class<?> type, Class<?> inside) {
    /** Returns all keys that hold a value, in the order of the records; list entries are written {@code []}. */
    static List<SettingsKey> all() {
        List<SettingsKey> keys = new ArrayList<>();
        collect(Settings.class, "", keys);
        return keys;
    }

    private static void collect(Class<?> record, String prefix, List<SettingsKey> keys) {
        for (SettingsKey key : of(record, prefix)) {
            if (key.isSection()) collect(key.inside, key.path + (key.type == List.class ? "[]." : "."), keys);
            else keys.add(key);
        }
    }

    /** Returns the keys of one section. */
    static List<SettingsKey> of(Class<?> record, String prefix) {
        List<SettingsKey> keys = new ArrayList<>();
        for (RecordComponent component : record.getRecordComponents()) {
            String name = Binder.name(component);
            Class<?> type = component.getType();
            Class<?> inside = type == List.class ? Binder.argument(component, 0) : type;
            if (name.equals(".")) {
                keys.addAll(of(inside, prefix));
            } else if (name.equals("*")) {
                for (Registered known : Registered.of(inside)) {
                    Class<?> part = known.getClass();
                    keys.add(new SettingsKey(prefix + known.kind(), part.getAnnotation(Key.class), part, part));
                }
            } else if (!name.equals("-")) {
                keys.add(new SettingsKey(prefix + name, component.getAnnotation(Key.class), type, inside));
            }
        }
        return keys;
    }

    boolean isSection() {
        return inside.isRecord() && inside != SecretRef.class;
    }

    boolean isNumber() {
        return type == double.class || type == int.class;
    }

    boolean hasWords() {
        return key.words().length > 0;
    }

    /** Returns one end of the bounds, in the form that people write. */
    String bound(int end) {
        return key.bounds().split(" to ")[end];
    }

    /** Returns the row of the documentation's table. */
    String row() {
        String initial = key.initial() + key.derived();
        String taken = key.required() ? "required" : initial.isEmpty() ? "" : "`" + initial + "`";
        String bounds = hasWords() && !isNumber() ? String.join(", ", key.words()) : key.bounds();
        return "| `" + path + "` | " + typeText() + " | " + taken + " | " + bounds + " | " + key.doc() + " |";
    }

    private String typeText() {
        if (isNumber() && hasWords()) return "number or " + String.join(", ", key.words());
        Map<Class<?>, String> words = Map.of(
                double.class, "number",
                int.class, "whole number",
                boolean.class, "on or off",
                Duration.class, "duration",
                Instant.class, "time",
                Map.class, "names with texts",
                List.class, "list of texts",
                SecretRef.class, "reference");
        return words.getOrDefault(type, hasWords() ? "word" : "text");
    }
}
