package dev.breakwater.config;

import java.io.Serializable;
import java.util.List;

/**
 * A budget, by the month, by the day or both.
 *
 * @param scope what it is for
 * @param key the account, group or function; empty: each account, or the organisation
 * @param usdPerMonth USD a calendar month; 0: none
 * @param usdPerDay USD a day in UTC; 0: none
 * @param minUsdPerHour spend below it never counts as burning too fast
 * @param page whether the fast windows and a forecast above the budget page; else they are tickets
 * @param steps what happens at shares of it
 * @param fromAws take the budgets that AWS Budgets has; page, steps and minUsdPerHour then hold for each of them, the other
 *                values are empty
 */
public record BudgetSettings(
        @Key(meaning = "unique name; needed without fromAws")
        String name,

        @Key(
                path = "scope",
                initial = "account",
                meaning = "account (each one apart), organisation (all together),"
                        + " { account: ID }, { group: NAME } or { function: NAME }",
                schema = "{\"oneOf\":[{\"enum\":[\"account\",\"organisation\"]},{\"type\":\"object\","
                        + "\"additionalProperties\":false,\"minProperties\":1,\"maxProperties\":1,\"properties\":{"
                        + "\"account\":{\"type\":\"string\",\"description\":\"account number, 12 digits\"},"
                        + "\"group\":{\"type\":\"string\",\"description\":\"name of a group\"},"
                        + "\"function\":{\"type\":\"string\",\"description\":\"name of a function\"}}}]}")
        BudgetScope scope,

        @Key(path = "-") String key,

        @Key(
                min = 0,
                max = 1_000_000_000,
                meaning = "USD a calendar month, above 0; it or usdPerDay is needed without fromAws")
        double usdPerMonth,

        @Key(min = 0, max = 1_000_000_000, meaning = "USD a day in UTC, above 0, at most usdPerMonth")
        double usdPerDay,

        @Key(initial = "0.1", min = 0, max = 1_000_000, meaning = "no burn-rate alarm below it, USD an hour")
        double minUsdPerHour,

        @Key(initial = "off", meaning = "the fast burn-rate windows and a forecast above the budget page")
        boolean page,

        @Key(meaning = "what happens once a month or day at shares of the budget")
        List<BudgetStepSettings> steps,

        @Key(
                initial = "off",
                meaning =
                        "take what AWS Budgets has, with page, minUsdPerHour and steps for each; nothing else beside it")
        boolean fromAws)
        implements Serializable {

    /** Keeps a copy of the steps. */
    public BudgetSettings {
        steps = List.copyOf(steps);
    }

    /** Stands for the budgets that AWS has. */
    static BudgetSettings ofAws(double minUsdPerHour, boolean page, List<BudgetStepSettings> steps) {
        return new BudgetSettings("", BudgetScope.ACCOUNT, "", 0, 0, minUsdPerHour, page, steps, true);
    }
}
