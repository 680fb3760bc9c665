package dev.breakwater.config;

import dev.breakwater.config.model.BudgetSettings;
import dev.breakwater.config.model.Key;
import dev.breakwater.config.model.Settings;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What of the configuration a job that runs takes up, and what it needs a restart for. */
public final class Reload {

    /** The keys that it takes up, with all below them, and what is for another command only. */
    private static final Set<String> TAKEN_UP =
            Set.of("mode", "enforcement", "policies", "budgets", "blastRadius", "windows", "notify.routes", "receive");

    private Reload() {}

    /** The keys that differ and need a restart, in the order of the reference; none: the job can take it up. */
    public static List<String> needsRestart(Settings was, Settings is) {
        List<String> keys = new ArrayList<>();
        collect("", was, is, keys);
        // which budgets AWS has is asked by a source of its own
        if (!ofAws(was).equals(ofAws(is))) keys.add("budgets from aws");
        return keys;
    }

    private static List<BudgetSettings> ofAws(Settings settings) {
        return settings.budgets().stream().filter(BudgetSettings::fromAws).toList();
    }

    private static void collect(String path, Object was, Object is, List<String> keys) {
        if (was.equals(is) || TAKEN_UP.contains(path)) return;
        if (!(was instanceof Record) || isLeaf(was)) {
            keys.add(path);
            return;
        }
        for (RecordComponent part : was.getClass().getRecordComponents()) {
            collect(below(path, part), value(part, was), value(part, is), keys);
        }
    }

    /** What is written as one text. */
    private static boolean isLeaf(Object value) {
        for (RecordComponent part : value.getClass().getRecordComponents()) {
            if (part.isAnnotationPresent(Key.class)) return false;
        }
        return true;
    }

    private static String below(String path, RecordComponent part) {
        Key key = part.getAnnotation(Key.class);
        String name = key == null || key.name().isEmpty() ? part.getName() : key.name();
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
