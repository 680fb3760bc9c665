package dev.breakwater.cli.exposure;

import dev.breakwater.exposure.Cap;
import dev.breakwater.exposure.Exposure.AccountExposure;
import dev.breakwater.exposure.FunctionExposure;
import dev.breakwater.exposure.FunctionExposure.Flag;
import dev.breakwater.exposure.FunctionExposure.Suggestion;
import dev.breakwater.exposure.loop.Loop;
import dev.breakwater.exposure.loop.TriggerGraph.Edge;
import dev.breakwater.exposure.model.AccountReading.Gap;
import dev.breakwater.report.Wording;
import dev.breakwater.report.exposure.ExposureReport;
import java.util.List;
import java.util.Locale;

/** The report for a terminal. Control characters are escaped, because names come from outside. */
final class ExposureText {

    private static final int NAMES_A_LINE = 8;
    private static final int INVOKERS_SHOWN = 6;

    private final StringBuilder out = new StringBuilder();
    private final ExposureReport report;

    private ExposureText(ExposureReport report) {
        this.report = report;
    }

    static String of(ExposureReport report) {
        ExposureText text = new ExposureText(report);
        text.line("%s", report.headline());
        text.accounts();
        text.functions();
        text.loops();
        text.lists();
        text.gaps();
        return text.out.toString();
    }

    private void accounts() {
        for (AccountExposure a : report.exposure().accounts()) {
            line("  %s", ExposureReport.account(a));
        }
    }

    private void functions() {
        if (report.functions().isEmpty()) return;
        line("");
        line(
                "%-9s %12s %12s %12s %7s  %-8s  %s",
                "risk", "USD/hour", "a night", "a weekend", "cap", "from", "function");
        for (FunctionExposure f : report.functions()) function(f);
    }

    private void function(FunctionExposure f) {
        line(
                "%-9s %,12.2f %,12.2f %,12.2f %,7d  %-8s  %s",
                f.risk().wire(),
                f.cost().usdPerHour(),
                f.cost().usdPerNight(),
                f.cost().usdPerWeekend(),
                f.cap().concurrency(),
                f.cap().reason().wire(),
                f.scope().path());
        if (f.reading().throttled()) line("%10s- %s", "", Cap.THROTTLED);
        f.invokers().stream().limit(INVOKERS_SHOWN).forEach(i -> line("%10s- %s", "", i.text()));
        int more = f.invokers().size() - INVOKERS_SHOWN;
        if (more > 0) line("%10s- and %d more", "", more);
        if (f.suggestion() != null) line("%10ssuggested: %s", "", suggestion(f.suggestion()));
        for (String could : f.couldDo()) line("%10sif it were compromised: %s", "", could);
    }

    private static String suggestion(Suggestion s) {
        StringBuilder choices = new StringBuilder("reservation " + s.reservation() + "; of ");
        for (Suggestion.Choice c : s.choices()) {
            choices.append(String.format(
                    Locale.ROOT,
                    "%d: %,.2f USD/hour, cuts %,d of %,d minutes; ",
                    c.reservation(),
                    c.cost().usdPerHour(),
                    c.minutesAbove(),
                    s.minutes()));
        }
        return choices.substring(0, choices.length() - 2);
    }

    private void loops() {
        List<Loop> loops = report.exposure().loops();
        if (loops.isEmpty()) return;
        line("");
        line("loops");
        for (Loop loop : loops) {
            line("  %s: %s; %s", loop.certainty().wire(), loop.text(), ExposureReport.end(loop));
            for (Edge e : loop.edges()) line("    %s", ExposureReport.edge(e));
        }
    }

    private void lists() {
        line("");
        for (Flag flag : Flag.values()) {
            if (flag == Flag.WIDE) continue;
            List<String> names = report.flagged(flag).stream().map(this::name).toList();
            line("%s: %s", flag.text(), report.known(flag) ? names(names) : "not known");
        }
    }

    /**
     * Returns the name. Adds the account and region to each name if the report has several, because the same name is
     * often used in each region.
     */
    private String name(FunctionExposure f) {
        return report.exposure().accounts().size() > 1
                ? f.scope().path()
                : f.scope().key();
    }

    private static String names(List<String> names) {
        if (names.isEmpty()) return "none";
        String shown = String.join(", ", names.subList(0, Math.min(NAMES_A_LINE, names.size())));
        int more = names.size() - NAMES_A_LINE;
        return more > 0 ? shown + " and " + more + " more" : shown;
    }

    private void gaps() {
        line("");
        if (!report.gaps().isEmpty()) line("not read");
        for (Gap gap : report.gaps()) line("  %s", gap.text());
        for (String note : report.notes()) line("note: %s", note);
    }

    private void line(String format, Object... values) {
        out.append(Wording.visible(String.format(Locale.ROOT, format, values))).append('\n');
    }
}
