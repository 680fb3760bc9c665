package dev.breakwater.config;

import java.io.Serializable;

/**
 * A monthly budget.
 *
 * @param group the group it is for; empty: the whole account
 * @param usdPerMonth USD a calendar month
 * @param page whether a forecast above it pages
 * @param fromAws take the budgets that AWS Budgets has; the other values are then empty
 */
public record BudgetSettings(
        @Key(meaning = "unique name; needed without fromAws")
        String name,

        @Key(
                path = "scope",
                initial = "account",
                meaning = "account, or { group: NAME }",
                schema =
                        "{\"oneOf\":[{\"const\":\"account\"},{\"type\":\"object\",\"additionalProperties\":false,\"required\":[\"group\"],\"properties\":{\"group\":{\"type\":\"string\",\"description\":\"name of a group\"}}}]}")
        String group,

        @Key(min = 0, max = 1_000_000_000, meaning = "USD a calendar month, above 0; needed without fromAws")
        double usdPerMonth,

        @Key(initial = "off", meaning = "page when the forecast is above it")
        boolean page,

        @Key(initial = "off", meaning = "take what AWS Budgets has; stands alone in its entry")
        boolean fromAws)
        implements Serializable {}
