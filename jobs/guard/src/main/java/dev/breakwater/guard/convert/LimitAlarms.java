package dev.breakwater.guard.convert;

import dev.breakwater.connectors.alarms.outbox.AlarmEvent;
import dev.breakwater.engine.control.ControlOutput.LimitTrouble;
import dev.breakwater.model.AlarmAction;
import dev.breakwater.model.Severity;
import dev.breakwater.model.function.LimitReading.LimitValue;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Makes the alarm connector's events about limits that people must check. Each text says what happened, what it means
 * and what to do.
 */
public final class LimitAlarms {

    private LimitAlarms() {}

    public static AlarmEvent of(LimitTrouble t) {
        String place = t.function().account() + '/' + t.function().region();
        String kind = t.kind().wire();
        return new AlarmEvent(
                t.over() ? AlarmAction.RESOLVE : AlarmAction.TRIGGER,
                "breakwater/" + kind + '/' + place + '/' + limit(t),
                t.over() ? limit(t) + ": given back, or changed by somebody else" : summary(t),
                t.kind() == LimitTrouble.Kind.UNREADABLE_TAG ? Severity.WARNING : Severity.CRITICAL,
                t.at(),
                new AlarmEvent.Subject(place, t.function().key(), "function", kind),
                t.over() ? Map.of() : details(t));
    }

    private static String limit(LimitTrouble t) {
        return (t.function().key() + ' ' + t.lever().text()).strip();
    }

    private static String summary(LimitTrouble t) {
        return switch (t.kind()) {
            case CANNOT_GIVE_BACK ->
                "cannot give back " + limit(t) + ": it is " + text(t, t.value()) + " instead of " + text(t, t.found())
                        + ", " + t.words();
            case TAKEN_OVER -> limit(t) + " is " + t.words() + ": waiting for the end of that lease";
            case RENAMED ->
                "this instance throttles nothing in " + t.function().account() + ' '
                        + t.function().region() + ", because " + t.words()
                        + " and instance.adopts does not contain that name";
            case UNREADABLE_TAG ->
                "the tag breakwater:lease on " + limit(t) + " cannot be read, so the limit is left alone: " + t.words();
        };
    }

    private static Map<String, String> details(LimitTrouble t) {
        Map<String, String> d = new LinkedHashMap<>();
        d.put("stands", text(t, t.value()));
        if (t.found() != LimitValue.UNKNOWN) d.put("to_be_restored", text(t, t.found()));
        d.put("reason", t.words());
        String command = switch (t.kind()) {
            case CANNOT_GIVE_BACK -> "breakwater release " + t.function().key() + ", or set the limit at AWS";
            case TAKEN_OVER -> "stop one of the two instances, or give each its own functions";
            case RENAMED -> "add the old name to instance.adopts, or use the old name again as instance.name";
            case UNREADABLE_TAG -> "set the right limit, then remove the tag";
        };
        d.put("do", command);
        return d;
    }

    private static String text(LimitTrouble t, int value) {
        boolean known = value != LimitValue.UNKNOWN && value != LimitValue.UNREADABLE;
        return known ? t.lever().kind().text(value) : "an unknown value";
    }
}
