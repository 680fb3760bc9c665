package dev.breakwater.ledger;

import static com.fasterxml.jackson.annotation.JsonInclude.Include.NON_NULL;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.breakwater.engine.control.Finding;
import dev.breakwater.model.Assessment.Reading;
import dev.breakwater.model.PlannedSurge;
import java.math.BigDecimal;

/**
 * The finding that led to an incident or a page: observed values, expected values, and the test with the strongest
 * evidence.
 */
public record Found(
        @JsonPropertyDescription("the observed minute: `demandPerMinute` (invocations and throttles), `concurrency`,"
                + " `usdPerHour`; for a budget, only the pace")
        Reading observed,

        @JsonPropertyDescription("the expected minute; for a budget, only the cost at an even pace")
        Reading expected,

        @JsonInclude(NON_NULL)
        @JsonPropertyDescription("only inside a planned surge: its `name`, its factor `expect`, and `text`")
        Window window,

        @JsonPropertyDescription("the strongest test: `test`, its `value`, the threshold `line`, and `text`")
        Evidence evidence) {

    public Found {
        observed = observed == null ? Reading.NOTHING : observed;
        expected = expected == null ? Reading.NOTHING : expected;
        evidence = evidence == null ? new Evidence("", 0, 0, "") : evidence;
    }

    /** Whether there is a finding. */
    public boolean present() {
        return !evidence.test.isEmpty() && !evidence.test.equals(Evidence.NONE);
    }

    static Reading rounded(Reading r) {
        return new Reading(
                LedgerJson.rounded(r.demandPerMinute(), 3),
                LedgerJson.rounded(r.concurrency(), 3),
                LedgerJson.rounded(r.usdPerHour(), 6));
    }

    public record Window(String name, double expect, String text) {

        public Window {
            text = LedgerJson.text(text);
        }
    }

    public record Evidence(String test, double value, double line, String text) {

        private static final String NONE =
                dev.breakwater.model.Evidence.NONE.test().wire();

        public Evidence {
            test = LedgerJson.text(test);
            text = LedgerJson.text(text);
        }
    }

    /** The projected cost if the surge continues at the present rate or, with a text about its growth, if it grows on. */
    public record Projection(
            BigDecimal usdPerHour,
            BigDecimal endOfDayUsd,
            BigDecimal endOfMonthUsd,
            @JsonInclude(NON_NULL) String growth) {
        static final Projection NONE = new Projection(null, null, null, null);

        public Projection {
            usdPerHour = LedgerJson.amount(usdPerHour);
            endOfDayUsd = LedgerJson.amount(endOfDayUsd);
            endOfMonthUsd = LedgerJson.amount(endOfMonthUsd);
        }

        /** The growth as text, or null if the surge does not grow. */
        static String growth(dev.breakwater.model.Projection p) {
            return p.doublesIn() > 0 ? p.growth() : null;
        }

        static Projection of(dev.breakwater.model.Projection p) {
            return new Projection(
                    LedgerJson.usd(p.nanoPerHour()),
                    LedgerJson.usd(p.endOfDayNano()),
                    LedgerJson.usd(p.endOfMonthNano()),
                    growth(p));
        }
    }

    static Found of(Finding f) {
        PlannedSurge p = f.planned();
        var e = f.evidence();
        return new Found(
                rounded(f.observed()),
                rounded(f.expected()),
                p.present() ? new Window(p.window(), LedgerJson.rounded(p.expect(), 2), p.text()) : null,
                new Evidence(
                        e.test().wire(), LedgerJson.rounded(e.value(), 3), LedgerJson.rounded(e.line(), 3), e.text()));
    }
}
