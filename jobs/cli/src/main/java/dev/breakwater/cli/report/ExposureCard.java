package dev.breakwater.cli.report;

import dev.breakwater.exposure.FunctionExposure;
import dev.breakwater.exposure.FunctionExposure.Flag;
import dev.breakwater.exposure.Risk;
import dev.breakwater.exposure.Suggestion;
import dev.breakwater.exposure.entry.Invoker;
import dev.breakwater.exposure.model.FunctionReading.Capacity;
import dev.breakwater.report.Wording;
import java.time.Duration;

/** One function: what it can cost, what limits it, who can start it, what to reserve. */
final class ExposureCard {

    private final Markup page;
    private final FunctionExposure f;

    private ExposureCard(Markup page, FunctionExposure f) {
        this.page = page;
        this.f = f;
    }

    static void draw(Markup page, FunctionExposure f) {
        ExposureCard card = new ExposureCard(page, f);
        page.open("article", "class", "card " + RiskStyle.of(f.risk()));
        card.head();
        card.facts();
        card.invokers();
        card.suggestion();
        card.could();
        page.close();
    }

    private void head() {
        page.open("h3").leaf("span", f.key().function(), "class", "target");
        page.text(" ").leaf("span", RiskStyle.name(f.risk()), "class", "badge " + RiskStyle.of(f.risk()));
        if (!f.loops().isEmpty() && f.risk() != Risk.LOOP)
            page.text(" ").leaf("span", "in a loop", "class", "badge error");
        for (Flag flag : f.flags()) page.text(" ").leaf("span", flag.text(), "class", "badge");
        page.close();
        Capacity c = f.reading().capacity();
        String size =
                Wording.number(c.memoryMb()) + " MB · " + c.architecture() + " · timeout " + c.timeoutSeconds() + " s";
        page.leaf("p", f.key().account() + " · " + f.key().region() + " · " + size, "class", "quiet");
    }

    private void facts() {
        page.open("dl", "class", "facts");
        fact("an hour", Wording.usd(f.cost().usdPerHour()), Wording.usd(f.cost().requests()) + " of it requests");
        fact("a night of 8 h", Wording.usd(f.cost().usdPerNight()), "");
        fact("a weekend of 48 h", Wording.usd(f.cost().usdPerWeekend()), "");
        fact(
                "executions at once",
                Wording.number(f.cap().concurrency()),
                f.cap().text());
        Duration ramp = Duration.ofSeconds(f.cap().rampSeconds());
        fact("reached after", ramp.isZero() ? "seconds" : f.cap().rampSeconds() + " s", "");
        int timeout = f.reading().capacity().timeoutSeconds();
        double hold = f.cap().requestsPerSecondToHold(timeout);
        fact("kept there by", Wording.number(hold) + " requests/s", "if each runs to its timeout");
        page.close();
    }

    private void fact(String name, String value, String note) {
        page.open("div").leaf("dt", name).leaf("dd", value);
        if (!note.isEmpty()) page.leaf("dd", note, "class", "quiet");
        page.close();
    }

    private void invokers() {
        page.open("ul", "class", "who");
        for (Invoker i : f.invokers()) {
            page.leaf("li", i.text(), "class", i.open() ? "warn" : "");
        }
        if (f.invokers().isEmpty()) page.leaf("li", "nobody that is known, but for callers with lambda:InvokeFunction");
        page.close();
    }

    private void suggestion() {
        Suggestion s = f.suggestion();
        if (s == null) return;
        page.leaf("p", "From " + Wording.count(s.minutes(), "minute") + " of its history: reserve " + s.reservation());
        page.open("div", "class", "wide")
                .open("table", "class", "small")
                .open("thead")
                .open("tr");
        for (String name : new String[] {"reservation", "USD/hour at worst", "minutes it would have cut"}) {
            page.leaf("th", name, "scope", "col");
        }
        page.close().close().open("tbody");
        for (Suggestion.Choice c : s.choices()) {
            page.open("tr").leaf("th", Wording.number(c.reservation()), "scope", "row");
            page.leaf("td", Wording.usd(c.cost().usdPerHour()))
                    .leaf("td", Wording.number(c.minutesAbove()))
                    .close();
        }
        page.close().close().close();
    }

    private void could() {
        for (String could : f.couldDo()) page.leaf("p", "If it were compromised: " + could + ".", "class", "quiet");
    }
}
