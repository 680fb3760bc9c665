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
        if (settings.source().cloudwatch().enabled()) unused.add("source.cloudwatch (polling)");
        if (!settings.budgets().isEmpty()) unused.add("budgets");
        if (!settings.windows().isEmpty()) unused.add("windows");
        if (settings.alarms().sns().enabled()) unused.add("notify.sns");
        if (settings.alarms().eventbridge().enabled()) unused.add("notify.eventbridge");
        return unused;
    }
}
