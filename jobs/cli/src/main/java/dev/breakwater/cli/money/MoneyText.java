package dev.breakwater.cli.money;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** A month for a terminal. Names come from outside: control characters are left out. */
final class MoneyText {

    private final StringBuilder out = new StringBuilder();
    private final MonthLedger ledger;
    private final int top;

    private MoneyText(MonthLedger ledger, int top) {
        this.ledger = ledger;
        this.top = top;
    }

    /** @param top how many functions are shown */
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
                "%s, counted through %s: %,.2f USD by our count (list price of the first tier, no free tier)",
                ledger.month, ledger.through, t.usd);
        line(
                "%,d incidents that ended: %,.2f USD above normal, %,.2f USD averted, %,d good calls refused",
                t.incidents, t.excess, t.averted, t.refusedGood);
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
            JsonNode f = ledger.factors.get(s.name);
            if (f == null) {
                line("  %s: not calibrated, no charge of AWS was read", s.name);
                continue;
            }
            line(
                    "  %s: the bill is %.3f times our count (%.3f to %.3f), %,.2f USD calibrated",
                    s.name,
                    f.path("factor").asDouble(),
                    f.path("low").asDouble(),
                    f.path("high").asDouble(),
                    MoneyJson.calibrated(s, f));
        }
    }

    private void budgets() {
        if (ledger.budgets.isEmpty()) return;
        line("");
        line("budgets as of %s, today included", newest());
        line("%12s %12s %6s %12s  %-19s %s", "spent", "budget", "used", "forecast", "state", "name");
        for (JsonNode b : ledger.budgets) {
            double amount = b.path("amountUsd").asDouble();
            double spent = b.path("spentUsd").asDouble();
            String forecast = b.path("forecastUsd").isNumber()
                    ? String.format(Locale.ROOT, "%,.2f", b.path("forecastUsd").asDouble())
                    : "not yet";
            line(
                    "%,12.2f %,12.2f %5.0f%% %12s  %-19s %s, %s%s",
                    spent,
                    amount,
                    100 * spent / amount,
                    forecast,
                    state(b),
                    clean(b.path("name").asText()),
                    who(b),
                    aws(b));
        }
    }

    /** When the newest standing was written: they are told hourly, days only when they are over. */
    private String newest() {
        return ledger.budgets.stream()
                .map(b -> b.path("at").asText())
                .max(Comparator.naturalOrder())
                .orElse("");
    }

    /** What AWS last told of a budget that it has. */
    private static String aws(JsonNode b) {
        if (!b.path("awsActualUsd").isNumber()) return "";
        String spent = String.format(
                Locale.ROOT, "; AWS has counted %,.2f", b.path("awsActualUsd").asDouble());
        return b.path("awsForecastUsd").isNumber()
                ? spent
                        + String.format(
                                Locale.ROOT,
                                ", expects %,.2f",
                                b.path("awsForecastUsd").asDouble())
                : spent;
    }

    private static String state(JsonNode b) {
        if (b.path("spentUsd").asDouble() >= b.path("amountUsd").asDouble()) return "exhausted";
        if (b.path("exhaustedAt").isTextual())
            return "spent by " + b.path("exhaustedAt").asText().substring(0, 10);
        return b.path("openAlarms").asInt() > 0 ? "alarm open" : "within";
    }

    private static String who(JsonNode b) {
        String what = b.hasNonNull("function")
                ? "function " + b.path("function").asText()
                : b.hasNonNull("group")
                        ? "group " + b.path("group").asText()
                        : b.path("account").asText().equals("*")
                                ? "all accounts"
                                : "account " + b.path("account").asText();
        return clean(what) + ", a " + b.path("per").asText();
    }

    private static String clean(String name) {
        return name.replaceAll("\\p{Cntrl}", "?");
    }

    private void line(String format, Object... values) {
        out.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
    }
}
