package dev.breakwater.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Reads {@code budgets}. */
final class BudgetReader {
    private static final Pattern WHOLE = Pattern.compile("account|organisation");
    private static final Pattern FUNCTION = Pattern.compile("[A-Za-z0-9_-]{1,140}");
    private static final Range USD = new Range(0, 1_000_000_000);
    /** What holds for each budget that AWS has. */
    private static final Set<String> OF_AWS = Set.of("fromAws", "minUsdPerHour", "page", "steps");

    private static final int MOST_STEPS = 32;
    private static final Range SHARE = new Range(0, 10);
    private static final String SCOPES =
            "account, organisation, { account: ID }, { group: NAME } or { function: NAME }";

    private final Set<String> groups;
    private final Set<String> accounts;

    private BudgetReader(Section root) {
        groups = written(root, "groups", "name");
        accounts = written(root, "accounts", "id");
    }

    static List<BudgetSettings> budgets(Section root) {
        BudgetReader reader = new BudgetReader(root);
        List<Section> sections = root.children("budgets");
        List<BudgetSettings> budgets = sections.stream().map(reader::budget).toList();
        Names.unique(sections, budgets.stream().map(BudgetSettings::name).toList());
        overlaps(sections, budgets);
        once(sections, budgets);
        return budgets;
    }

    /** As written: an entry with a mistake in it is still one that a budget may name. */
    private static Set<String> written(Section root, String list, String key) {
        Set<String> names = new TreeSet<>();
        root.value(list)
                .filter(JsonNode::isArray)
                .ifPresent(entries ->
                        entries.forEach(entry -> names.add(entry.path(key).asText())));
        return names;
    }

    private BudgetSettings budget(Section section) {
        if (section.scalars().flag("fromAws", false)) {
            return fromAws(section);
        }
        String name = MatchReader.name(section);
        String[] scope = scope(section);
        BudgetSettings budget = new BudgetSettings(
                name,
                BudgetScope.valueOf(scope[0]),
                scope[1],
                amount(section, "usdPerMonth"),
                amount(section, "usdPerDay"),
                section.scalars().number("minUsdPerHour", 0.1, Range.HOURLY_USD),
                section.scalars().flag("page", false),
                steps(section),
                false);
        amounts(section, budget);
        section.done();
        return budget;
    }

    private BudgetSettings fromAws(Section section) {
        for (String key : section.names()) {
            if (!OF_AWS.contains(key)) {
                section.value(key);
                section.problem(
                        Shown.text(key),
                        "beside fromAws",
                        "AWS says what budgets are for",
                        "it in an entry of its own");
            }
        }
        return BudgetSettings.ofAws(
                section.scalars().number("minUsdPerHour", 0.1, Range.HOURLY_USD),
                section.scalars().flag("page", false),
                steps(section));
    }

    /** All budgets of AWS are meant by one entry. */
    private static void once(List<Section> sections, List<BudgetSettings> budgets) {
        boolean seen = false;
        for (int i = 0; i < budgets.size(); i++) {
            if (!budgets.get(i).fromAws()) continue;
            if (seen) sections.get(i).problem("fromAws", "on", "stands in one entry", "it once");
            seen = true;
        }
    }

    private static double amount(Section section, String key) {
        double value = section.scalars().number(key, 0, USD);
        if (value == 0 && section.has(key) && section.cleanAt(key)) {
            section.problem(key, "0", "must be above 0", "a number above 0, at most " + Range.plain(USD.highest()));
        }
        return value;
    }

    private static void amounts(Section section, BudgetSettings budget) {
        if (!section.has("usdPerMonth") && !section.has("usdPerDay")) {
            section.missing("usdPerMonth", "a number above 0, at most " + Range.plain(USD.highest()));
            return;
        }
        boolean both = budget.usdPerMonth() > 0 && budget.usdPerDay() > 0;
        if (both && budget.usdPerDay() > budget.usdPerMonth()) {
            String month = Range.plain(budget.usdPerMonth());
            String day = Range.plain(budget.usdPerDay());
            section.problem("usdPerDay", day, "usdPerDay <= usdPerMonth", "at most " + month);
        }
    }

    /** Kind and key. */
    private String[] scope(Section section) {
        if (section.value("scope").filter(JsonNode::isObject).isEmpty()) {
            String word = section.scalars().text("scope", "account", WHOLE, SCOPES);
            return new String[] {word.equals("organisation") ? "ORGANISATION" : "ACCOUNT", ""};
        }
        Section scope = section.child("scope");
        if (scope.names().size() > 1) {
            String found =
                    String.join(" and ", scope.names().stream().map(Shown::text).toList());
            section.problem(
                    "scope", found, "a budget is for one thing", "one of them, and a budget of its own for the other");
        }
        String[] read = one(scope);
        scope.done();
        return read;
    }

    private String[] one(Section scope) {
        String[] read = {"ACCOUNT", ""};
        for (String key : List.of("account", "group", "function")) {
            if (!scope.has(key)) {
                scope.value(key);
                continue;
            }
            String name = key.equals("function")
                    ? scope.scalars()
                            .text(key, "", FUNCTION, "the name of a function, without *: name a group for many")
                    : known(scope, key, key.equals("group") ? groups : accounts);
            read = new String[] {key.toUpperCase(java.util.Locale.ROOT), name};
        }
        if (scope.names().isEmpty()) {
            scope.problem("", "nothing", "is required", SCOPES);
        }
        return read;
    }

    /** A name that stands elsewhere in the file. Without {@code accounts} any account may be the ambient one. */
    private static String known(Section section, String key, Set<String> names) {
        String name = section.scalars().text(key, "");
        boolean group = key.equals("group");
        if (names.contains(name) || name.isEmpty() || !group && names.isEmpty()) {
            return name;
        }
        String some =
                String.join(", ", names.stream().limit(10).map(Shown::text).toList());
        String remedy =
                names.isEmpty() ? "a group first" : group ? "the name of a group, like " + some : "one of " + some;
        section.problem(key, Shown.text(name), group ? "names no group" : "is no watched account", remedy);
        return name;
    }

    private List<BudgetStepSettings> steps(Section budget) {
        List<BudgetStepSettings> steps = new ArrayList<>();
        boolean monthly = budget.has("usdPerMonth") || budget.has("fromAws");
        for (Section section : budget.children("steps")) {
            BudgetStepSettings step = step(section);
            if (step.spent() == 0 && step.forecast() > 0 && !monthly && section.cleanAt("forecast")) {
                String found = Range.plain(step.forecast());
                section.problem("forecast", found, "the forecast is the month's", "usdPerMonth too, or spent");
            }
            steps.add(step);
        }
        if (steps.size() > MOST_STEPS) {
            budget.problem("steps", steps.size() + " steps", "too many", "at most " + MOST_STEPS);
        }
        return steps;
    }

    private BudgetStepSettings step(Section section) {
        double spent = section.scalars().number("spent", 0, SHARE);
        double forecast = section.scalars().number("forecast", 0, SHARE);
        if (section.cleanAt("spent", "forecast") && (spent > 0) == (forecast > 0)) {
            String found = spent > 0 ? "spent and forecast" : "nothing";
            section.problem("spent", found, "a step waits for one share", "spent or forecast above 0, like spent: 0.8");
        }
        if (!section.has("do")) {
            section.missing("do", "ticket, page, throttle or propose");
        }
        BudgetAct act = section.scalars().choice("do", BudgetAct.TICKET);
        String group = stepGroup(section, act == BudgetAct.THROTTLE || act == BudgetAct.PROPOSE);
        section.done();
        return new BudgetStepSettings(spent, forecast, act, group);
    }

    private String stepGroup(Section step, boolean throttles) {
        if (throttles && !step.has("group")) {
            step.missing("group", "the name of the group to throttle");
        }
        String group = step.value("group").isPresent() ? known(step, "group", groups) : "";
        if (!throttles && !group.isEmpty()) {
            step.problem("group", Shown.text(group), "is for throttle and propose", "do: throttle, or take it out");
        }
        return group;
    }

    /** Two budgets for the same thing would alarm twice. */
    private static void overlaps(List<Section> sections, List<BudgetSettings> budgets) {
        for (int i = 0; i < budgets.size(); i++) {
            BudgetSettings budget = budgets.get(i);
            if (budget.fromAws() || !sections.get(i).cleanAt("scope")) continue;
            for (BudgetSettings earlier : budgets.subList(0, i)) {
                if (overlap(budget, earlier)) {
                    String found = "the same as " + earlier.name();
                    String remedy = "one entry with both amounts, or another scope";
                    sections.get(i).problem("scope", found, "scopes must not overlap", remedy);
                    break;
                }
            }
        }
    }

    private static boolean overlap(BudgetSettings a, BudgetSettings b) {
        if (b.fromAws() || a.scope() != b.scope()) return false;
        boolean eachAccount = a.scope() == BudgetScope.ACCOUNT
                && (a.key().isEmpty() || b.key().isEmpty());
        return eachAccount || a.key().equals(b.key());
    }
}
