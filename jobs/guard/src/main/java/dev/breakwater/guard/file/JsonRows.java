package dev.breakwater.guard.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.breakwater.core.control.AlarmMinute;
import dev.breakwater.core.control.Decision;
import dev.breakwater.core.control.Finding;
import dev.breakwater.core.control.IncidentRecord;
import dev.breakwater.core.model.Evidence;
import dev.breakwater.core.model.PlannedSurge;
import dev.breakwater.core.model.Projection;
import dev.breakwater.core.model.Readiness;
import dev.breakwater.core.model.Reading;
import dev.breakwater.core.model.Scope;
import dev.breakwater.core.model.ScopeKind;
import dev.breakwater.core.policy.Lever;
import dev.breakwater.guard.wire.PlotPoint;
import dev.breakwater.guard.wire.Row;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;

/** The lines of the output files, in their documented formats. */
public final class JsonRows {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private JsonRows() {}

    public static Row alarm(AlarmMinute a) {
        ObjectNode o = object();
        o.put("minute", a.minute());
        scope(o, a.scope());
        o.put("score", rounded(a.score(), 3));
        o.put("severity", a.severity().wire());
        o.put("paged", a.paged());
        return new Row(
                a.minute() * 60_000,
                String.format("%012d|%s", a.minute(), a.scope().id()),
                text(o));
    }

    public static Row decision(Decision d) {
        return row(d, object(d));
    }

    static ObjectNode object(Decision d) {
        ObjectNode o = object();
        o.put("at", time(d.at()));
        scope(o, d.scope());
        o.put("sequence", d.sequence());
        o.put("type", d.type().wire());
        o.put("reason", d.reason().wire());
        o.put("detail", d.words().isEmpty() ? d.reason().text() : d.reason().text() + ": " + d.words());
        o.put("incident", d.incident());
        o.put("policy", d.policy());
        number(o, "minute", d.minute());
        number(o, "limit", d.limit());
        number(o, "previous", d.previous());
        lever(o, d.lever());
        if (d.until() < 0) o.putNull("until");
        else o.put("until", time(d.until()));
        o.put("usdPerHour", rounded(d.usdPerHour(), 6));
        if (d.found().present()) o.set("finding", finding(d.found()));
        return o;
    }

    static Row row(Decision d, ObjectNode o) {
        Scope s = d.scope();
        String order = String.join("|", s.account(), s.region(), s.key(), String.format("%012d", d.sequence()));
        return new Row(d.at(), order, text(o));
    }

    /** An incident; those that the input cut off come last. */
    public static Row incident(IncidentRecord i) {
        return row(i, object(i));
    }

    static ObjectNode object(IncidentRecord i) {
        ObjectNode o = object();
        o.put("incident", i.incident());
        o.put("scope", i.scope().kind().wire());
        o.put("account", i.scope().account());
        o.put("region", i.scope().region());
        if (i.scope().kind() == ScopeKind.FUNCTION) o.put("function", i.scope().key());
        if (i.scope().kind() == ScopeKind.GROUP) o.put("group", i.scope().key());
        o.put("kind", i.kind().wire());
        o.put("severity", i.severity().wire());
        o.put("onset", time(i.onset() * 60_000));
        o.put("detectedAt", time(i.detectedAt()));
        optionalTime(o, "pagedAt", i.pagedAt());
        optionalTime(o, "endedAt", i.endedAt());
        o.set("observed", reading(i.found().observed()));
        o.set("expected", reading(i.found().expected()));
        window(o, i.found());
        o.set("evidence", evidence(i.found().evidence()));
        o.set("projection", projection(i.found().projection()));
        o.put("excessUsd", usd(i.excessNano()));
        o.put("avertedUsd", usd(i.avertedNano()));
        o.put("refusedGood", i.refusedGood());
        ArrayNode actions = o.putArray("actions");
        for (IncidentRecord.Action a : i.actions()) {
            ObjectNode action = actions.addObject().put("type", a.type()).put("at", time(a.at()));
            number(action, "value", a.value());
            lever(action, a.lever());
        }
        o.put("reason", i.reason().wire());
        return o;
    }

    static Row row(IncidentRecord i, ObjectNode o) {
        return new Row(i.endedAt() < 0 ? Long.MAX_VALUE - 1 : i.endedAt(), i.incident(), text(o));
    }

    /** When a function's baseline is ready. */
    public static Row readiness(Readiness r) {
        ObjectNode o = object();
        o.put("function", r.scope().key());
        o.put("account", r.scope().account());
        o.put("region", r.scope().region());
        o.put("firstSeen", time(r.firstMinute() * 60_000));
        o.put("readyAt", time(r.readyMinute() * 60_000));
        return new Row(r.firstMinute() * 60_000, r.scope().id(), text(o));
    }

    public static Row point(PlotPoint p) {
        ObjectNode o = object();
        o.put("scope", p.scope().id());
        o.put("onset", p.onset());
        o.put("minute", p.minute());
        o.put("observed", rounded(p.observed(), 2));
        o.put("expected", rounded(p.expected(), 2));
        o.put("lower", rounded(p.lower(), 2));
        o.put("upper", rounded(p.upper(), 2));
        o.put("concurrency", rounded(p.concurrency(), 2));
        String order = String.format("%012d|%s|%012d", p.minute(), p.scope().id(), p.onset());
        return new Row(p.minute() * 60_000, order, text(o));
    }

    static void scope(ObjectNode o, Scope s) {
        o.put("scope", s.kind().wire());
        o.put("function", s.kind() == ScopeKind.FUNCTION ? s.key() : null);
        o.put("group", s.kind() == ScopeKind.GROUP ? s.key() : null);
        o.put("account", s.account());
        o.put("region", s.region());
    }

    private static ObjectNode finding(Finding f) {
        ObjectNode o = object();
        o.put("kind", f.kind().wire());
        o.put("onset", time(f.onset() * 60_000));
        o.set("observed", reading(f.observed()));
        o.set("expected", reading(f.expected()));
        window(o, f);
        o.set("evidence", evidence(f.evidence()));
        o.put("excessUsd", usd(f.excessNano()));
        o.set("projection", projection(f.projection()));
        return o;
    }

    /** What raised the expectation, if something did. */
    private static void window(ObjectNode o, Finding f) {
        PlannedSurge p = f.planned();
        if (!p.present()) return;
        o.putObject("window")
                .put("name", p.window())
                .put("expect", rounded(p.expect(), 2))
                .put("text", p.text());
    }

    private static ObjectNode evidence(Evidence e) {
        ObjectNode o = object();
        o.put("test", e.test().wire());
        o.put("value", rounded(e.value(), 3));
        o.put("line", rounded(e.line(), 3));
        o.put("text", e.text());
        return o;
    }

    private static ObjectNode projection(Projection p) {
        ObjectNode o = object();
        o.put("usdPerHour", usd(p.nanoPerHour()));
        o.put("endOfDayUsd", usd(p.endOfDayNano()));
        o.put("endOfMonthUsd", usd(p.endOfMonthNano()));
        return o;
    }

    private static ObjectNode reading(Reading r) {
        ObjectNode o = object();
        o.put("demandPerMinute", rounded(r.demandPerMinute(), 3));
        o.put("concurrency", rounded(r.concurrency(), 3));
        o.put("usdPerHour", rounded(r.usdPerHour(), 6));
        return o;
    }

    /** A line that names none is about reserved concurrency. */
    private static void lever(ObjectNode o, Lever lever) {
        if (lever.isReservation()) return;
        o.put("lever", lever.kind().wire());
        o.put("mapping", lever.mapping());
    }

    private static void number(ObjectNode o, String name, long value) {
        if (value < 0) o.putNull(name);
        else o.put(name, value);
    }

    private static void optionalTime(ObjectNode o, String name, long millis) {
        if (millis < 0) o.putNull(name);
        else o.put(name, time(millis));
    }

    static String time(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }

    static BigDecimal usd(long nano) {
        return new BigDecimal(nano).movePointLeft(9).setScale(6, RoundingMode.HALF_UP);
    }

    static double rounded(double value, int digits) {
        if (Double.isNaN(value) || Double.isInfinite(value)) return 0;
        return BigDecimal.valueOf(value).setScale(digits, RoundingMode.HALF_UP).doubleValue();
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static String text(ObjectNode o) {
        try {
            return MAPPER.writeValueAsString(o);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a line could not be written as JSON", e);
        }
    }
}
