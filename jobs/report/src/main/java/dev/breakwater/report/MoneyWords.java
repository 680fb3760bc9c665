package dev.breakwater.report;

import dev.breakwater.ledger.BudgetPosition;
import dev.breakwater.ledger.Incident;
import java.time.Instant;

/** The cost of an incident as text. Every page, alert and command shows the same figures. */
public final class MoneyWords {

    private MoneyWords() {}

    /** Returns a text like {@code $4.01 above normal so far, $1.20 an hour now, as of 2026-08-05T14:23Z}. */
    public static String of(Incident i) {
        if (i.budget() != null) return budget(i.budget()) + asOf(i);
        String above = Wording.usd(i.money().excessUsd()) + " above normal";
        return (i.now() == null ? above : above + " so far, " + now(i.now()) + asOf(i))
                + (i.assumedPrice() ? " (assumed prices)" : "");
    }

    /**
     * Returns by how much the amount above normal fell, and the possible reason. The result is empty if the amount
     * never fell.
     */
    public static String fell(Incident.Money m) {
        return m.fellUsd() == null
                ? ""
                : Wording.usd(m.fellUsd()) + " less than its peak, because of minutes below normal and late samples";
    }

    /** Returns the assumptions behind an incident's amounts. The text is empty if there are no assumptions. */
    public static String assumed(Incident i) {
        if (!i.assumedPrice()) return "";
        String region = i.budget() == null ? i.identity().region() : "a region with spend";
        return "Assumed prices: the price table has no price for " + region + ", so a higher one was used.";
    }

    /** Returns a text like {@code $1.20 an hour now} or {@code stopped at 2026-08-05T14:21Z}. */
    public static String now(Incident.Now now) {
        return now.stoppedAt() == null
                ? Wording.usd(now.usdPerHour()) + " an hour now"
                : "stopped at " + Wording.minute(now.stoppedAt());
    }

    /** Returns the alarm of a budget and the budget's state. */
    private static String budget(BudgetPosition b) {
        BudgetPosition.Figures f = b.figures();
        String step = b.step() == null ? "" : " " + (b.step() + 1);
        return b.alarm() + step + ": " + Wording.usd(f.spentUsd()) + " of " + Wording.usd(f.amountUsd()) + " a "
                + f.per() + " spent" + f.assumed();
    }

    private static String asOf(Incident i) {
        Instant at = i.times().asOf();
        return at == null ? "" : ", as of " + Wording.minute(at);
    }
}
