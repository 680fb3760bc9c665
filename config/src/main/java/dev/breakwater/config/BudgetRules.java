package dev.breakwater.config;

import com.fasterxml.jackson.databind.JsonNode;
import dev.breakwater.config.model.BudgetSettings;
import dev.breakwater.config.model.BudgetSettings.Scope;
import dev.breakwater.config.model.BudgetSettings.ScopeKeys;
import dev.breakwater.config.model.BudgetSettings.Step;
import dev.breakwater.config.model.Key.Form;
import dev.breakwater.config.read.Binder;
import dev.breakwater.config.read.Section;
import dev.breakwater.config.read.Texts;
import dev.breakwater.config.read.Values.Bounds;
import java.util.List;
import java.util.function.Supplier;

/** Checks the keys of budgets against each other, and against the groups and accounts of the file. */
final class BudgetRules {
    private static final int MOST_STEPS = 32;

    private final Binder binder;

    private BudgetRules(Binder binder) {
        this.binder = binder;
    }

    static void addTo(Binder binder) {
        BudgetRules rules = new BudgetRules(binder);
        binder.after(BudgetSettings.class, BudgetRules::budget);
        binder.after(ScopeKeys.class, BudgetRules::scope);
        binder.after(Step.class, BudgetRules::step);
        binder.read(BudgetSettings.class, "scope", rules::scope);
        binder.read(BudgetSettings.class, "key", rules::key);
    }

    private static void budget(Section section, BudgetSettings budget) {
        if (budget.steps().size() > MOST_STEPS) {
            section.problem("steps", budget.steps().size() + " steps", "too many", "at most " + MOST_STEPS);
        }
        if (!section.has("name")) section.missing("name", Form.NAME.remedy);
        if (!section.has("usdPerMonth") && !section.has("usdPerDay")) {
            section.missing("usdPerMonth", Binder.remedy(BudgetSettings.class, "usdPerMonth"));
        }
        boolean both = budget.usdPerMonth() > 0 && budget.usdPerDay() > 0;
        if (both && budget.usdPerDay() > budget.usdPerMonth()) {
            String month = Bounds.plain(budget.usdPerMonth());
            section.problem(
                    "usdPerDay", Bounds.plain(budget.usdPerDay()), "usdPerDay <= usdPerMonth", "at most " + month);
        }
    }

    private Object scope(Section budget, Supplier<Object> usual) {
        if (!isSection(budget)) return usual.get();
        ScopeKeys keys = keys(budget);
        if (!keys.function().isEmpty()) return Scope.FUNCTION;
        return keys.group().isEmpty() ? Scope.ACCOUNT : Scope.GROUP;
    }

    private Object key(Section budget, Supplier<Object> usual) {
        if (!isSection(budget)) return "";
        ScopeKeys keys = keys(budget);
        return keys.account() + keys.group() + keys.function();
    }

    private static boolean isSection(Section budget) {
        return budget.value("scope").filter(JsonNode::isObject).isPresent();
    }

    private ScopeKeys keys(Section budget) {
        return binder.bind(ScopeKeys.class, budget.child("scope"));
    }

    private static void scope(Section section, ScopeKeys keys) {
        List<String> names = section.names().stream().map(Texts::shown).toList();
        if (names.size() > 1) {
            String remedy = "only one of them here; make another budget for the other";
            section.problem("", String.join(" and ", names), "a budget has one scope", remedy);
        }
        if (names.isEmpty()) section.missing("", Form.SCOPE.remedy);
        References.account(section, "account", keys.account());
        References.group(section, "group", keys.group());
    }

    private static void step(Section section, Step step) {
        boolean clean = section.cleanAt("spent", "forecast");
        if (clean && step.spent() > 0 == step.forecast() > 0) {
            String found = step.spent() > 0 ? "spent and forecast" : "nothing";
            section.problem(
                    "spent",
                    found,
                    "a step needs either the key spent or the key forecast",
                    "spent or forecast above 0, like spent: 0.8");
        }
        boolean monthly = section.outer().has("usdPerMonth");
        if (step.spent() == 0 && step.forecast() > 0 && !monthly && clean) {
            String found = Bounds.plain(step.forecast());
            section.problem("forecast", found, "a forecast needs a monthly amount", "usdPerMonth too, or spent");
        }
        References.group(section, "group", step.group());
        if (step.throttles() && !section.has("group")) section.missing("group", "the name of the group to throttle");
        if (!step.throttles() && !step.group().isEmpty()) {
            String rule = "is only for throttle and propose";
            section.problem("group", Texts.shown(step.group()), rule, "do: throttle, or remove the key");
        }
    }

    /** Reports two budgets for the same scope, because both would alert. */
    static void apart(Section root, List<BudgetSettings> budgets) {
        List<Section> sections = root.children("budgets");
        for (int i = 0; i < budgets.size(); i++) {
            BudgetSettings budget = budgets.get(i);
            Section section = sections.get(i);
            List<BudgetSettings> earlier = budgets.subList(0, i);
            if (section.cleanAt("scope")) {
                earlier.stream().filter(e -> overlap(budget, e)).findFirst().ifPresent(same -> {
                    String remedy = "one entry with both amounts, or another scope";
                    section.problem("scope", "the same as " + same.name(), "scopes must not overlap", remedy);
                });
            }
        }
    }

    private static boolean overlap(BudgetSettings a, BudgetSettings b) {
        if (a.scope() != b.scope()) return false;
        boolean eachAccount =
                a.scope() == Scope.ACCOUNT && (a.key().isEmpty() || b.key().isEmpty());
        return eachAccount || a.key().equals(b.key());
    }
}
