package dev.breakwater.config;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One key that people may write, found by walking the records. */
record SettingsKey(String path, Key key, Class<?> type, Class<?> inside) {
    /** All keys that hold a value, in the order of the records; list entries are written {@code []}. */
    static List<SettingsKey> all() {
        List<SettingsKey> keys = new ArrayList<>();
        collect(Settings.class, "", keys);
        return keys;
    }

    private static void collect(Class<?> record, String prefix, List<SettingsKey> keys) {
        for (RecordComponent component : record.getRecordComponents()) {
            SettingsKey key = of(component, prefix);
            if (key.isSection()) {
                collect(key.inside, key.path + (key.type == List.class ? "[]." : "."), keys);
            } else if (!key.key.path().equals("-")) {
                keys.add(key);
            }
        }
    }

    static SettingsKey of(RecordComponent component, String prefix) {
        Key key = component.getAnnotation(Key.class);
        if (key == null) {
            throw new AssertionError(component + " of " + component.getDeclaringRecord() + " has no @Key");
        }
        String name = key.path().isEmpty() ? component.getName() : key.path();
        return new SettingsKey(prefix + name, key, component.getType(), inside(component));
    }

    private static Class<?> inside(RecordComponent component) {
        if (component.getType() != List.class) {
            return component.getType();
        }
        Type argument = ((ParameterizedType) component.getGenericType()).getActualTypeArguments()[0];
        return (Class<?>) argument;
    }

    boolean isSection() {
        return inside.isRecord() && inside != SecretRef.class;
    }

    boolean isNumber() {
        return type == double.class || type == int.class;
    }

    /** The row of the documentation's table. */
    String row() {
        String initial = key.required() ? "required" : key.initial().isEmpty() ? "" : "`" + key.initial() + "`";
        return "| `" + path + "` | " + typeText() + " | " + initial + " | " + bounds() + " | " + key.meaning() + " |";
    }

    private String typeText() {
        Map<Class<?>, String> words = Map.of(
                String.class, "text",
                double.class, "number",
                int.class, "whole number",
                boolean.class, "on or off",
                Duration.class, "duration",
                Instant.class, "time",
                Map.class, "names with texts",
                List.class, "list of texts",
                SecretRef.class, "reference",
                Mode.class, "word");
        return words.getOrDefault(type, type == BudgetAct.class ? "word" : "text");
    }

    private String bounds() {
        if (isNumber()) {
            return Range.plain(key.min()) + " to " + Range.plain(key.max());
        }
        if (type == Duration.class) {
            return key.shortest() + " to " + key.longest();
        }
        return type == Mode.class ? "observe, alert, enforce" : "";
    }
}
