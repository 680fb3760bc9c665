package dev.breakwater.guard.live;

import dev.breakwater.config.BudgetAct;
import dev.breakwater.config.BudgetSettings;
import dev.breakwater.config.Settings;
import java.util.ArrayList;
import java.util.List;

/** Settings that are valid and that this version does nothing with: said at every start, so that nobody relies on them. */
public final class UnusedSettings {

    private UnusedSettings() {}

    /** The keys, in the order of the file. */
    public static List<String> of(Settings settings) {
        List<String> unused = new ArrayList<>();
        for (int i = 0; i < settings.budgets().size(); i++)
            budget("budgets[" + i + "]", settings.budgets().get(i), unused);
        if (!settings.windows().isEmpty()) unused.add("windows");
        return unused;
    }

    /** People throttle for a budget, not the job: a group's functions may be all healthy when its money is spent. */
    private static void budget(String path, BudgetSettings budget, List<String> unused) {
        for (int i = 0; i < budget.steps().size(); i++) {
            if (budget.steps().get(i).act() != BudgetAct.THROTTLE) continue;
            unused.add(
                    path + ".steps[" + i + "].do: throttle (it proposes to throttle the group, as do: propose does)");
        }
    }
}
