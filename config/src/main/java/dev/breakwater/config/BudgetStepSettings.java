package dev.breakwater.config;

import java.io.Serializable;

/**
 * What happens once when a share of a budget is spent, or forecast to be.
 *
 * @param spent share of the budget that is spent; 0: the step waits for the forecast
 * @param forecast share of the month's budget that the forecast reaches; 0: the step waits for what is spent
 * @param group the group to throttle; empty for ticket and page
 */
public record BudgetStepSettings(
        @Key(min = 0, max = 10, meaning = "share of the budget that is spent, 1 = all of it; or forecast")
        double spent,

        @Key(min = 0, max = 10, meaning = "share of the month's budget that the forecast reaches; or spent")
        double forecast,

        @Key(
                path = "do",
                required = true,
                meaning = "ticket, page, throttle or propose",
                schema = "{\"enum\":[\"ticket\",\"page\",\"throttle\",\"propose\"]}")
        BudgetAct act,

        @Key(meaning = "name of the group to throttle; needed by throttle and propose")
        String group)
        implements Serializable {}
