package dev.breakwater.cli.money;

import dev.breakwater.cli.money.MonthLedger.Spent;
import dev.breakwater.ledger.BudgetRow;
import dev.breakwater.ledger.CalibrationRow;
import dev.breakwater.model.IncidentKind;
import dev.breakwater.report.IncidentText;
import dev.breakwater.report.console.ConsoleState.BudgetView;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** A month as text for a terminal. Control characters are removed, because names come from outside. */
final class MoneyText {

    private final StringBuilder out = new StringBuilder();
    private final MonthLedger ledger;
    private final int top;

    private MoneyText(MonthLedger ledger, int top) {
        this.ledger = ledger;
        this.top = top;
    }

    /** @param top the number of functions to show */
    static String of(MonthLedger ledger, int top) {
        MoneyText text = new MoneyText(ledger, top);
        text.head();
        text.table("account", ledger.accounts());
        text.calibration();
        text.table("group", ledger.groups());
        text.table("function", ledger.functions());
        text.budgets();
        return text.out.toString();
    }

    private void head() {
        Spent t = ledger.total;
        line(
                "%s, counted through %s: %,.2f USD by our count (first tier, before the free tier, which is a rebate "
                        + "for the whole organization and not for a function)",
                ledger.month, ledger.through, t.usd);
        if (t.provisioned.signum() > 0)
            line("  %,.2f USD of it for provisioned concurrency, used or not", t.provisioned);
        ledger.coverage().lines(ledger.month).forEach(l -> line("  %s", l));
        line(
                "%,d incidents%s%s: %,.2f USD above normal, %s, %,d good calls refused",
                t.incidents,
                ledger.ofBudgets == 0 ? "" : " (without " + ledger.ofBudgets + " about a budget)",
                going(),
                t.excess,
                IncidentText.averted(
                        t.excess, t.averted, ledger.recorded, usd -> String.format(Locale.ROOT, "%,.2f USD", usd)),
                t.refusedGood);
        for (Spent kind : ledger.kinds())
            line("  %,.2f USD of it: %s (%,d)%s", kind.excess, clean(kind.name), kind.incidents, until(kind.name));
    }

    /** The later cost of a lasting change is normal or accepted, but it stays on the bill. */
    private static String until(String kind) {
        return kind.startsWith(IncidentKind.LASTING_CHANGE.wire())
                ? ", counted only until the new level is normal"
                : "";
    }

    private String going() {
        String accepted = ledger.accepted == 0 ? "" : String.format(", %,d accepted", ledger.accepted);
        if (ledger.open + ledger.accepted > 0)
            return String.format(", %,d open%s, as of %s", ledger.open, accepted, ledger.asOf);
        return ledger.cutOff == 0
                ? " that ended"
                : String.format(", %,d cut off by the end of the recording", ledger.cutOff);
    }

    private void table(String kind, List<Spent> all) {
        if (all.isEmpty()) return;
        line("");
        line("%12s %14s %9s %11s %11s %9s  %s", "USD", "calls", "incidents", "excess", "averted", "refused", kind);
        for (Spent s : all.subList(0, Math.min(top, all.size()))) {
            String place = kind.equals("function") ? "  " + s.account + " " + s.region : "";
            line(
                    "%,12.2f %,14d %,9d %,11.2f %,11.2f %,9d  %s%s",
                    s.usd, s.calls, s.incidents, s.excess, s.averted, s.refusedGood, clean(s.name), place);
        }
        if (all.size() > top) line("%d more; --top %d shows all", all.size() - top, all.size());
    }

    private void calibration() {
        for (Spent s : ledger.accounts()) {
            CalibrationRow f = ledger.factors.get(s.name);
            if (f == null) {
                line("  %s: not calibrated, because no charge was read from AWS", s.name);
                continue;
            }
            line(
                    "  %s: the bill is %.3f times our count (%.3f to %.3f), %,.2f USD calibrated",
                    s.name, f.bill().factor(), f.bill().low(), f.bill().high(), MonthLedger.calibrated(s, f));
        }
    }

    private void budgets() {
        if (ledger.budgets.isEmpty()) return;
        line("");
        line("budgets as of %s, in USD", newest());
        line("%12s %12s %6s %12s  %-19s %s", "spent", "budget", "used", "forecast", "state", "name");
        for (BudgetRow b : ledger.budgets) {
            BudgetRow.Figures f = b.figures();
            String forecast =
                    f.forecastUsd() == null ? "not yet" : String.format(Locale.ROOT, "%,.2f", f.forecastUsd());
            line(
                    "%,12.2f %,12.2f %5.0f%% %12s  %-19s %s, %s%s",
                    f.spentUsd(),
                    f.amountUsd(),
                    100 * BudgetView.of(b).used(),
                    forecast,
                    state(b),
                    clean(f.name()),
                    clean(BudgetView.of(b).who()) + ", a " + f.per(),
                    f.assumed());
        }
    }

    /** Returns the time of the newest line. Budgets are written hourly, and a day is written only after its end. */
    private Instant newest() {
        return ledger.budgets.stream()
                .map(BudgetRow::at)
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    private static String state(BudgetRow b) {
        BudgetRow.Figures f = b.figures();
        if (f.spentUsd().compareTo(f.amountUsd()) >= 0) return "exhausted";
        if (f.exhaustedAt() != null)
            return "spent by " + f.exhaustedAt().toString().substring(0, 10);
        return b.openAlarms() > 0 ? "alarm open" : "within";
    }

    private static String clean(String name) {
        return name.replaceAll("\\p{Cntrl}", "?");
    }

    private void line(String format, Object... values) {
        out.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
    }
}
