package dev.breakwater.config;

import dev.breakwater.config.model.Key;
import dev.breakwater.config.model.Registered;
import dev.breakwater.config.model.Settings;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The parts of the configuration that a running job reloads, and the parts that need a restart. */
public final class Reload {

    /**
     * The keys that a running job reloads, including all keys below them, and the keys that only other commands use.
     */
    private static final Set<String> TAKEN_UP =
            Set.of("mode", "enforcement", "policies", "budgets", "blastRadius", "windows", "notify.routes", "receive");

    private Reload() {}

    /**
     * Returns the changed keys that need a restart, in the order of the configuration reference. Without such keys, the
     * job can reload the file.
     */
    public static List<String> needsRestart(Settings was, Settings is) {
        List<String> keys = new ArrayList<>();
        collect("", was, is, false, keys);
        return keys;
    }

    /**
     * Returns the changes of reloadable keys as text for people, such as {@code mode observe -> alert}. The changes are
     * in the order of the configuration reference.
     */
    public static List<String> changes(Settings was, Settings is) {
        List<String> changes = new ArrayList<>();
        collect("", was, is, true, changes);
        return changes;
    }

    private static void collect(String path, Object was, Object is, boolean takenUp, List<String> keys) {
        if (was.equals(is)) return;
        boolean takes = TAKEN_UP.contains(path);
        if (takes || !(was instanceof Record) || isLeaf(was)) {
            // only the values of mode and enforcement are short enough to print
            boolean word = takenUp && (was instanceof String || was instanceof Boolean);
            if (takes == takenUp) keys.add(word ? path + ' ' + was + " -> " + is : path);
            return;
        }
        for (RecordComponent part : was.getClass().getRecordComponents()) {
            Key key = part.getAnnotation(Key.class);
            if (key != null && key.name().equals("*")) {
                if (!takenUp) registered(path, (List<?>) value(part, was), (List<?>) value(part, is), keys);
            } else {
                collect(below(path, part), value(part, was), value(part, is), takenUp, keys);
            }
        }
    }

    /** Adds the registered sections that were added, changed or removed. */
    private static void registered(String path, List<?> was, List<?> is, List<String> keys) {
        Stream.concat(was.stream(), is.stream())
                .filter(section -> !was.contains(section) || !is.contains(section))
                .map(section -> path + '.' + ((Registered) section).kind())
                .distinct()
                .forEach(keys::add);
    }

    /** Returns whether a value is a leaf, which one text can show. */
    private static boolean isLeaf(Object value) {
        for (RecordComponent part : value.getClass().getRecordComponents()) {
            if (part.isAnnotationPresent(Key.class)) return false;
        }
        return true;
    }

    private static String below(String path, RecordComponent part) {
        Key key = part.getAnnotation(Key.class);
        String name = key == null || key.name().isEmpty() ? part.getName() : key.name();
        if (name.equals(".")) return path;
        return path.isEmpty() ? name : path + '.' + name;
    }

    private static Object value(RecordComponent part, Object of) {
        try {
            return part.getAccessor().invoke(of);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the settings cannot be compared", e);
        }
    }
}
