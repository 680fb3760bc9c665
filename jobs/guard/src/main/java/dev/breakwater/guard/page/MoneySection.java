package dev.breakwater.guard.page;

import dev.breakwater.core.policy.LeverKind;
import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** The ledger of an incident: what it cost, what was spared, what the throttle itself broke, and how that is known. */
final class MoneySection {

    /** Details that are told here of budgets and of the bill. */
    static final Set<String> MONEY = Set.of(
            "spent_usd",
            "counted_since",
            "budget_usd",
            "usd_per_hour",
            "budget_exhausted_at",
            "forecast_usd",
            "charges_usd",
            "factor",
            "unexplained");

    private final Markup page;
    private final IncidentStory story;

    MoneySection(Markup page, IncidentStory story) {
        this.page = page;
        this.story = story;
    }

    void draw() {
        // a page of many that waits for their places has nothing that costs
        if (story.fleet() && story.detail("surge_1").isEmpty()) return;
        if (!story.surge() && MONEY.stream().allMatch(d -> story.detail(d).isEmpty())) return;
        page.open("section").leaf("h2", "Money").open("dl", "class", "figures");
        if (story.surge()) surge();
        else other();
        page.close();
        assumptions();
        page.close();
    }

    private void surge() {
        usd("excess so far", "excess_usd_so_far", "above the expected, since the onset");
        if (!story.over()) {
            usd("above normal an hour", "usd_per_hour_above_normal", "at the present rate");
            usd("by the end of the day", "excess_usd_by_end_of_day", "UTC, at that rate");
            usd("by the end of the month", "excess_usd_by_end_of_month", "UTC, at that rate");
        }
        if (!story.everHeld()) return;
        usd("averted", "averted_usd", "by the throttle, see below");
        String refused = story.detail("good_calls_refused");
        figure("good calls refused", grouped(refused.isEmpty() ? "0" : refused), "damage of the throttle, estimated");
    }

    /** Budgets and the bill. */
    private void other() {
        usd("spent", "spent_usd", "since " + IncidentPage.minute(story.detail("counted_since")));
        usd("budget", "budget_usd", "");
        usd("an hour", "usd_per_hour", "at the present pace");
        text("exhausted at", "budget_exhausted_at", "at that pace");
        text("forecast, USD", "forecast_usd", "of the month, 90 % interval");
        usd("charged by AWS", "charges_usd", "since the beginning of the month");
        text("bill over our count", "factor", "");
        text("unexplained", "unexplained", "");
    }

    private void usd(String name, String detail, String note) {
        String value = story.detail(detail);
        if (!value.isEmpty()) figure(name, dollars(value), note);
    }

    private void text(String name, String detail, String note) {
        String value = story.detail(detail);
        if (value.isEmpty()) return;
        page.open("div").leaf("dt", name).leaf("dd", IncidentPage.minute(value), "class", "text");
        if (!note.isEmpty()) page.leaf("dd", note, "class", "quiet");
        page.close();
    }

    private void figure(String name, String value, String note) {
        page.open("div").leaf("dt", name).leaf("dd", value);
        if (!note.isEmpty()) page.leaf("dd", note, "class", "quiet");
        page.close();
    }

    private void assumptions() {
        if (!story.surge() || !story.everHeld()) return;
        Set<LeverKind> used = EnumSet.noneOf(LeverKind.class);
        story.decisions().stream()
                .filter(d -> d.path("type").asText().equals("throttle"))
                .forEach(d -> used.add(DoneSection.lever(d).kind()));
        if (used.contains(LeverKind.RESERVATION)) {
            note(
                    "Averted is what did not happen: the refused calls at the price of those that ran, but no more than the"
                            + " concurrency that the function could have had without us allows. A caller that tries again is"
                            + " counted each time; that ceiling bounds it.");
            note("Good calls refused: nobody can tell a good call from a bad one, so each refused call counts with the"
                    + " share of expected calls in its minute.");
        }
        if (used.contains(LeverKind.QUEUE) || used.contains(LeverKind.STREAM)) {
            note("What waits in a queue or stream is neither averted nor refused: it runs, and is paid for, after the"
                    + " release, unless it is purged or expires.");
        }
    }

    private void note(String text) {
        page.leaf("p", text, "class", "quiet");
    }

    /** For example {@code $1,234.50}; as it is where it is no number. */
    static String dollars(String number) {
        try {
            return Wording.usd(new BigDecimal(number).doubleValue());
        } catch (NumberFormatException e) {
            return number;
        }
    }

    /** For example {@code 12,000}; as it is where it is no number. */
    static String grouped(String number) {
        try {
            BigDecimal value = new BigDecimal(number);
            return String.format(Locale.ROOT, "%,." + Math.min(9, Math.max(0, value.scale())) + "f", value);
        } catch (NumberFormatException e) {
            return number;
        }
    }
}
