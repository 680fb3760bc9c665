package dev.breakwater.config.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.breakwater.config.model.Key;
import dev.breakwater.config.model.Registered;
import dev.breakwater.config.read.Values.Bounds;
import dev.breakwater.config.secret.SecretRef;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Binds sections of a file to records by the {@link Key}s of their components. A wrong value is reported and replaced
 * by the default, so that reading continues to the next problem. If there are problems, do not use any bound value. One
 * binder reads one file.
 */
public final class Binder {
    private static final Pattern DERIVED = Pattern.compile("(?:(min|max)\\(([0-9.]+), )?([A-Za-z.]+)\\)?");

    private final Values values;
    private final Map<Class<?>, Consumer<Section>> before = new HashMap<>();
    private final Map<Class<?>, BiConsumer<Section, Object>> after = new HashMap<>();
    private final Map<String, Reader> readers = new HashMap<>();
    private final Map<String, Object> bound = new HashMap<>();

    /** Reads a key with the caller's own code. The caller's code may leave a part of the work to the annotation. */
    public interface Reader {
        /** Returns the value. {@code usual} reads the value by the rules of the annotation. */
        Object read(Section section, Supplier<Object> usual);
    }

    /** @param base the absolute folder that relative paths start from */
    public Binder(Path base) {
        this.values = new Values(base);
    }

    /**
     * Calls a rule for each section of a record before the section is bound. The binder does not read keys that the
     * rule reports.
     */
    public void before(Class<? extends Record> type, Consumer<Section> rule) {
        before.put(type, rule);
    }

    /** Calls a rule for each bound record. The rule compares keys of the record. */
    public <T extends Record> void after(Class<T> type, BiConsumer<Section, T> rule) {
        after.put(type, (section, record) -> rule.accept(section, type.cast(record)));
    }

    /** Reads a component with the caller's own code. */
    public void read(Class<? extends Record> type, String component, Reader reader) {
        readers.put(type.getName() + "." + component, reader);
    }

    /** Returns the record with the values of a section. */
    public <T extends Record> T bind(Class<T> type, Section section) {
        T record = record(type, section);
        section.done();
        return record;
    }

    private <T extends Record> T record(Class<T> type, Section section) {
        before.getOrDefault(type, s -> {}).accept(section);
        RecordComponent[] components = type.getRecordComponents();
        Object[] arguments = new Object[components.length];
        for (boolean derived : new boolean[] {false, true}) {
            for (int i = 0; i < components.length; i++) {
                boolean now = derived != about(components[i]).derived().isEmpty();
                if (now) arguments[i] = component(section, components[i]);
            }
        }
        T record = create(type, components, arguments);
        after.getOrDefault(type, (s, r) -> {}).accept(section, record);
        return record;
    }

    private static <T> T create(Class<T> type, RecordComponent[] components, Object[] arguments) {
        try {
            Class<?>[] types =
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            return type.getDeclaredConstructor(types).newInstance(arguments);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type + " cannot be made", e);
        }
    }

    private Object component(Section section, RecordComponent component) {
        Supplier<Object> usual = () -> usual(section, component);
        Reader reader = readers.get(component.getDeclaringRecord().getName() + "." + component.getName());
        return reader == null ? usual.get() : reader.read(section, usual);
    }

    private Object usual(Section section, RecordComponent component) {
        String name = name(component);
        if (name.equals("-")) return section.written();
        if (name.equals(".")) return record(component.getType().asSubclass(Record.class), section);
        if (name.equals("*")) return registered(section, argument(component, 0));
        int dot = name.indexOf('.');
        if (dot < 0) return keyed(section, name, component);
        Section inner = section.child(name.substring(0, dot));
        Object value = keyed(inner, name.substring(dot + 1), component);
        inner.done();
        return value;
    }

    private List<?> registered(Section section, Class<?> type) {
        List<Object> written = new ArrayList<>();
        for (Registered known : Registered.of(type)) {
            Section child = section.child(known.kind());
            Record bound = bind(known.getClass().asSubclass(Record.class), child);
            if (child.written()) written.add(bound);
        }
        return List.copyOf(written);
    }

    private Object keyed(Section section, String key, RecordComponent component) {
        Key about = about(component);
        Optional<JsonNode> value = section.value(key);
        boolean several = component.getType() == List.class || isSection(component.getType());
        boolean nothing =
                !section.has(key) || several && value.isPresent() && isHollow(component.getType(), value.get());
        boolean itself = !isSection(component.getType()) || !about.remedy().isEmpty();
        if (about.required() && section.written() && nothing && itself) section.missing(key, remedy(component));
        Object read = several ? inner(section, key, component) : single(section, key, value, component);
        bound.put(section.at(key), read);
        return read;
    }

    private static boolean isHollow(Class<?> type, JsonNode value) {
        return value.isEmpty() && (type == List.class ? value.isArray() : value.isObject());
    }

    private Object inner(Section section, String key, RecordComponent component) {
        if (component.getType() == List.class) return list(section, key, component);
        if (component.getType() == Map.class) return map(section.child(key), component);
        boolean always =
                about(component).required() && about(component).remedy().isEmpty();
        Section child = always ? section.required(key) : section.child(key);
        return bind(component.getType().asSubclass(Record.class), child);
    }

    private List<?> list(Section section, String key, RecordComponent component) {
        Class<?> type = argument(component, 0);
        if (type.isRecord()) {
            return section.children(key).stream()
                    .map(item -> bind(type.asSubclass(Record.class), item))
                    .toList();
        }
        List<Object> texts = new ArrayList<>();
        int index = 0;
        for (JsonNode item : section.items(key)) {
            values.read(section, key + "[" + index++ + "]", item, type, about(component))
                    .ifPresent(texts::add);
        }
        return List.copyOf(texts);
    }

    private Map<String, ?> map(Section map, RecordComponent component) {
        Class<?> type = argument(component, 1);
        Map<String, Object> entries = new TreeMap<>();
        for (String name : map.names()) {
            entries.put(
                    name,
                    type.isRecord()
                            ? bind(type.asSubclass(Record.class), map.child(name))
                            : map.value(name)
                                    .<Object>flatMap(value -> values.read(map, name, value, type, about(component)))
                                    .orElse(""));
        }
        return Collections.unmodifiableMap(entries);
    }

    private Object single(Section section, String key, Optional<JsonNode> value, RecordComponent component) {
        Key about = about(component);
        Class<?> type = component.getType();
        return value.filter(v -> section.cleanAt(key))
                .<Object>flatMap(v -> values.read(section, key, v, type, about))
                .orElseGet(() -> about.derived().isEmpty()
                        ? initial(section, key, type, about)
                        : derived(section, about.derived()));
    }

    private Object initial(Section section, String key, Class<?> type, Key about) {
        String initial = about.initial();
        boolean word = List.of(about.words()).contains(initial);
        if (word && type == double.class) return Double.NaN;
        if (word && type == int.class) return 0;
        if (type == double.class) return initial.isEmpty() ? 0.0 : Double.parseDouble(initial);
        if (type == int.class) return initial.isEmpty() ? 0 : Integer.parseInt(initial);
        if (!initial.isEmpty()) {
            JsonNode written = JsonNodeFactory.instance.textNode(initial);
            return values.read(section, key, written, type, about).orElseThrow();
        }
        if (type == boolean.class) return false;
        if (type == Duration.class) return Duration.ZERO;
        if (type == Instant.class) return Instant.EPOCH;
        return type == SecretRef.class ? SecretRef.NONE : "";
    }

    /** Returns the value of the named key in this section, or in the nearest enclosing section that has the key. */
    private Object derived(Section section, String text) {
        Matcher parts = DERIVED.matcher(text);
        if (!parts.matches()) throw new IllegalStateException("not derived: " + text);
        Section around = section;
        while (!bound.containsKey(around.at(parts.group(3)))) around = around.outer();
        Object value = bound.get(around.at(parts.group(3)));
        if (parts.group(1) == null) return value;
        double other = Double.parseDouble(parts.group(2));
        return parts.group(1).equals("min") ? Math.min(other, (double) value) : Math.max(other, (double) value);
    }

    /** Returns the hint for a required key that is missing. */
    public static String remedy(Class<? extends Record> type, String component) {
        return Arrays.stream(type.getRecordComponents())
                .filter(c -> c.getName().equals(component))
                .map(Binder::remedy)
                .findFirst()
                .orElseThrow();
    }

    private static String remedy(RecordComponent component) {
        Key about = about(component);
        if (!about.remedy().isEmpty()) return about.remedy();
        if (about.positive()) return Values.above0(Bounds.of(about.bounds()));
        return component.getType() == Instant.class ? Values.TIME : about.form().remedy;
    }

    /** Returns the key of a component in its section. */
    public static String name(RecordComponent component) {
        String name = about(component).name();
        return name.isEmpty() ? component.getName() : name;
    }

    /** Returns whether a component of this type is a section of the file. */
    public static boolean isSection(Class<?> type) {
        return type == Map.class || type.isRecord() && type != SecretRef.class;
    }

    /** Returns the element type of a list, or the value type of a map. */
    public static Class<?> argument(RecordComponent component, int index) {
        return (Class<?>) ((ParameterizedType) component.getGenericType()).getActualTypeArguments()[index];
    }

    private static Key about(RecordComponent component) {
        return Optional.ofNullable(component.getAnnotation(Key.class))
                .orElseThrow(() -> new IllegalStateException(component + " has no @Key"));
    }
}
