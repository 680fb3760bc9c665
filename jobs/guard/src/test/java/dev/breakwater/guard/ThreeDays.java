package dev.breakwater.guard;

import dev.breakwater.connectors.testkit.samples.MetricStreamFiles;
import dev.breakwater.engine.budget.Budget;
import dev.breakwater.engine.budget.Budget.BudgetStep;
import dev.breakwater.engine.budget.Budget.BudgetStep.BudgetAct;
import dev.breakwater.engine.budget.BudgetBook;
import dev.breakwater.engine.policy.Match;
import dev.breakwater.engine.policy.PolicyBook.Group;
import dev.breakwater.model.ScopeKind;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Three days of six functions. On the last day, one function is flooded, a new function raises a group, samples arrive
 * late, and the feed is silent for some time.
 */
final class ThreeDays {

    static final String ACCOUNT = "111122223333";

    private static final long START = 29_540_160;
    private static final int DAY = 1440;
    private static final double DAILY_USD = 6.5;
    private static final long LAST = START + 2 * DAY;
    /** The ends of the three parts: in the middle of the flood, while the group is raised, and at the end. */
    private static final long[] CUTS = {LAST + 320, LAST + 620, START + 3 * DAY};

    private static final String[] FUNCTIONS = {"alpha", "beta", "gamma", "delta", "epsilon", "omega"};

    private final Random random = new Random(7);
    private long next;

    private ThreeDays(long from) {
        next = from;
    }

    static ThreeDays all() {
        return new ThreeDays(START);
    }

    /** The same days without the first day, for tests that must be fast. */
    static ThreeDays withoutTheFirst() {
        return new ThreeDays(START + DAY);
    }

    /** Writes the next of three parts: up to the middle of the flood, until a group is raised, and to the end. */
    void part(int number, Path folder) {
        MetricStreamFiles recordings = new MetricStreamFiles(ACCOUNT);
        for (; next < CUTS[number]; next++) {
            if (next > LAST + 900 && next < LAST + 940) continue;
            for (String function : FUNCTIONS) minute(recordings, function);
        }
        recordings.into(folder, "part-" + number + ".jsonl");
    }

    /** Writes all parts. */
    static void into(Path folder) {
        ThreeDays days = all();
        for (int part = 0; part < CUTS.length; part++) days.part(part, folder);
    }

    /** A group of all names with five letters, and budgets of every kind. */
    static GuardSettings settings() {
        Group five = new Group("five", new Match("?????", Map.of()));
        return SettingsOf.budgeted(
                Books.grouped(Books.recorded(ACCOUNT, Map.of("alpha", -1, "beta", -1)), five),
                budget("each", ScopeKind.ACCOUNT, BudgetBook.EACH, "*", .2),
                budget("all", ScopeKind.ACCOUNT, "*", "*", 900),
                budget("fives", ScopeKind.GROUP, "*", "five", .05),
                budget("one", ScopeKind.FUNCTION, "*", "beta", .05),
                budget("none", ScopeKind.FUNCTION, "*", "nobody", .05),
                daily());
    }

    private static Budget budget(String name, ScopeKind kind, String account, String key, double usdPerMonth) {
        long month = Math.round(usdPerMonth * 1e9);
        return new Budget(
                name, kind, account, key, month, 0, 0, true, List.of(new BudgetStep(.5, 0, BudgetAct.TICKET, "")));
    }

    /** Usual traffic spends this budget some hours before the end of each day. */
    private static Budget daily() {
        BudgetStep step = new BudgetStep(1, 0, BudgetAct.THROTTLE, "five");
        return new Budget(
                "daily", ScopeKind.ACCOUNT, "*", "*", 0, Math.round(DAILY_USD * 1e9), 0, false, List.of(step));
    }

    private void minute(MetricStreamFiles recordings, String function) {
        if (random.nextInt(20) == 0) return;
        boolean flooded = function.equals("beta") && next > LAST + 300 && next < LAST + 340;
        boolean young = function.equals("omega");
        if (young && next < LAST) return;
        boolean raised = young && next > LAST + 600 && next < LAST + 640;
        long minute = random.nextInt(30) == 0 ? next - random.nextInt(20) : next;
        recordings.minute(function, minute, (flooded ? 9_000 : raised ? 6_000 : 150) + random.nextInt(40));
    }
}
