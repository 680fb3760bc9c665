package dev.breakwater.config.model;

import dev.breakwater.config.model.Key.Form;
import java.io.Serializable;
import java.util.List;

/**
 * A budget per month, per day, or both.
 *
 * @param key the account, group or function; empty for each account or for the organisation
 * @param usdPerMonth 0 if there is no monthly amount
 * @param usdPerDay 0 if there is no daily amount
 */
public record BudgetSettings(
        @Key(form = Form.NAME, doc = "unique name") String name,

        @Key(
                initial = "account",
                form = Form.SCOPE,
                orSection = ScopeKeys.class,
                doc = "`account` (one budget for each account), `organisation` (one for all accounts), { "
                        + "account: ID }, { group: NAME } or { function: NAME }")
        Scope scope,

        @Key(name = "-") String key,

        @Key(
                bounds = "0 to 1000000000",
                positive = true,
                doc = "amount in USD for a calendar month, above 0; set this key or `usdPerDay`")
        double usdPerMonth,

        @Key(
                bounds = "0 to 1000000000",
                positive = true,
                doc = "amount in USD for a day in UTC, above 0 and at most `usdPerMonth`")
        double usdPerDay,

        @Key(
                initial = "0.1",
                bounds = "0 to 1000000",
                doc = "lowest spending pace that can raise a burn-rate alarm, in USD an hour")
        double minUsdPerHour,

        @Key(initial = "off", doc = "if `on`, a fast burn rate causes a page, and so does a forecast above the budget")
        boolean page,

        @Key(doc = "steps that run once a month or day, when a share of the budget is reached")
        List<Step> steps)
        implements Serializable {

    /** The spend that a budget covers. */
    public enum Scope {
        /** Each watched account separately, or one named account. */
        ACCOUNT,
        /** All watched accounts together. */
        ORGANISATION,
        /** The functions of a group, over all accounts and regions. */
        GROUP,
        /** The functions of one name, over all accounts and regions. */
        FUNCTION
    }

    /** A scope that is written as a section with one key. */
    public record ScopeKeys(
            @Key(doc = "account number, 12 digits") String account,
            @Key(doc = "name of a group") String group,

            @Key(form = Form.FUNCTION, doc = "name of a function")
            String function) {}

    /**
     * An action that happens once, when a share of a budget is spent or forecast.
     *
     * @param spent 0 if the step waits for the forecast
     * @param forecast 0 if the step waits for actual spend
     * @param group empty for ticket and page
     */
    public record Step(
            @Key(
                    bounds = "0 to 10",
                    doc = "the step starts when this share of the budget is spent (1 is all of it); set this "
                            + "key or `forecast`")
            double spent,

            @Key(
                    bounds = "0 to 10",
                    doc = "the step starts when the forecast reaches this share of the month's "
                            + "budget; set this key or `spent`")
            double forecast,

            @Key(
                    name = "do",
                    required = true,
                    words = {"ticket", "page", "throttle", "propose"},
                    remedy = "ticket, page, throttle or propose",
                    doc = "ticket, page, throttle or propose")
            String act,

            @Key(doc = "name of the group to throttle; required for `throttle` and `propose`")
            String group)
            implements Serializable {

        /** Returns whether the step throttles a group or proposes to throttle it. */
        public boolean throttles() {
            return act.equals("throttle") || act.equals("propose");
        }
    }
}
