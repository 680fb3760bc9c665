package dev.breakwater.cli.exposure;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.breakwater.exposure.Exposure.AccountExposure;
import dev.breakwater.exposure.FunctionExposure;
import dev.breakwater.exposure.FunctionExposure.Flag;
import dev.breakwater.exposure.FunctionExposure.Suggestion;
import dev.breakwater.exposure.entry.Invokers.Invoker;
import dev.breakwater.exposure.loop.Loop;
import dev.breakwater.exposure.loop.TriggerGraph.Edge;
import dev.breakwater.exposure.model.AccountReading.Gap;
import dev.breakwater.ledger.LedgerJson;
import dev.breakwater.report.exposure.ExposureReport;
import java.util.List;
import java.util.Locale;

/** The report as one JSON object. */
final class ExposureJson {

    private ExposureJson() {}

    static String of(ExposureReport report) {
        ObjectNode root = LedgerJson.object();
        ArrayNode functions = root.putArray("functions");
        report.functions().forEach(f -> function(functions.addObject(), f));
        List<AccountExposure> accounts = report.exposure().accounts();
        if (!accounts.isEmpty()) account(root.putObject("account"), accounts.get(0));
        else root.putNull("account");
        ArrayNode all = root.putArray("accounts");
        accounts.forEach(a -> account(all.addObject(), a));
        ArrayNode loops = root.putArray("loops");
        report.exposure().loops().forEach(l -> loop(loops.addObject(), l));
        ObjectNode lists = root.putObject("lists");
        for (Flag flag : Flag.values()) list(lists, report, flag);
        ArrayNode gaps = root.putArray("gaps");
        report.gaps().forEach(g -> gap(gaps.addObject(), g));
        report.notes().forEach(root.putArray("notes")::add);
        return root.toString();
    }

    private static void function(ObjectNode o, FunctionExposure f) {
        o.put("function", f.scope().key());
        o.put("account", f.scope().account()).put("region", f.scope().region());
        o.put("concurrencyCap", f.cap().concurrency());
        o.put("capReason", f.cap().reason().wire()).put("capFrom", f.cap().text());
        o.put("usdPerHour", f.cost().usdPerHour());
        o.put("usdPerHourCompute", f.cost().compute())
                .put("usdPerHourRequests", f.cost().requests());
        o.put("usdPerNight", f.cost().usdPerNight())
                .put("usdPerWeekend", f.cost().usdPerWeekend());
        int timeout = f.reading().facts().timeoutSeconds();
        o.put("rampSeconds", f.cap().rampSeconds()).put("timeoutSeconds", timeout);
        o.put("requestsPerSecondToHold", f.cap().requestsPerSecondToHold(timeout));
        o.put("public", f.open())
                .put("publicKnown", !f.unsure())
                .put("risk", f.risk().wire());
        f.invokers().stream().map(Invoker::text).forEach(o.putArray("invokers")::add);
        o.put("loop", !f.loops().isEmpty());
        suggestion(o, f.suggestion());
        f.couldDo().forEach(o.putArray("couldDo")::add);
        ArrayNode flags = o.putArray("flags");
        f.flags().forEach(flag -> flags.add(wire(flag)));
        ArrayNode unread = o.putArray("unread");
        f.reading().unread().forEach(u -> unread.add(u.name().toLowerCase(Locale.ROOT)));
    }

    private static void suggestion(ObjectNode o, Suggestion suggestion) {
        if (suggestion == null) {
            o.putNull("suggestedReservation");
            return;
        }
        o.put("suggestedReservation", suggestion.reservation());
        ObjectNode from = o.putObject("suggestion").put("minutesOfHistory", suggestion.minutes());
        ArrayNode choices = from.putArray("choices");
        for (Suggestion.Choice c : suggestion.choices()) {
            choices.addObject()
                    .put("reservation", c.reservation())
                    .put("usdPerHour", c.cost().usdPerHour())
                    .put("minutesAbove", c.minutesAbove());
        }
    }

    private static void account(ObjectNode o, AccountExposure a) {
        o.put("account", a.account()).put("region", a.region());
        o.put("concurrencyCap", a.limit())
                .put("concurrencyAtWorst", a.running())
                .put("capReason", a.reason().wire());
        o.put("unreserved", a.unreserved()).put("functions", a.functions());
        o.put("usdPerHour", a.cost().usdPerHour());
        o.put("usdPerHourCompute", a.cost().compute())
                .put("usdPerHourRequests", a.cost().requests());
        o.put("usdPerNight", a.cost().usdPerNight())
                .put("usdPerWeekend", a.cost().usdPerWeekend());
    }

    private static void loop(ObjectNode o, Loop loop) {
        o.put("certainty", loop.certainty().wire()).put("text", loop.text()).put("cutByAws", loop.cutByAws());
        loop.path().forEach(o.putArray("path")::add);
        loop.members().forEach(o.putArray("functions")::add);
        ArrayNode edges = o.putArray("edges");
        for (Edge e : loop.edges()) {
            edges.addObject()
                    .put("from", e.from())
                    .put("to", e.to())
                    .put("certainty", e.certainty().wire())
                    .put("text", e.text());
        }
    }

    /** Returns the list. A list that could not be read is null, never empty. */
    private static void list(ObjectNode lists, ExposureReport report, Flag flag) {
        if (!report.known(flag)) {
            lists.putNull(wire(flag));
            return;
        }
        ArrayNode names = lists.putArray(wire(flag));
        report.flagged(flag).forEach(f -> names.add(f.scope().path()));
    }

    private static void gap(ObjectNode o, Gap gap) {
        o.put("what", gap.what()).put("why", gap.why());
        o.put("permission", gap.permission().isEmpty() ? null : gap.permission());
        o.put("without", gap.without());
    }

    private static String wire(Flag flag) {
        return switch (flag) {
            case NEW -> "newIn7Days";
            case UNUSED -> "unusedFor30Days";
            case UNTAGGED -> "untagged";
            case WIDE -> "wideRights";
        };
    }
}
