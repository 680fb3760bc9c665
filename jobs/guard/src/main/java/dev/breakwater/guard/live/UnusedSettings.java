package dev.breakwater.guard.live;

import dev.breakwater.config.Settings;
import java.util.ArrayList;
import java.util.List;

/** Settings that are valid and that this version does nothing with: said at every start, so that nobody relies on them. */
public final class UnusedSettings {

    private UnusedSettings() {}

    /** The keys, in the order of the file. */
    public static List<String> of(Settings settings) {
        List<String> unused = new ArrayList<>();
        if (!settings.windows().isEmpty()) unused.add("windows");
        return unused;
    }
}
