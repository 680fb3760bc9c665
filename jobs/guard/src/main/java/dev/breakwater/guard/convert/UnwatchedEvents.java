package dev.breakwater.guard.convert;

import dev.breakwater.connectors.alarms.outbox.AlarmEvent;
import dev.breakwater.guard.wire.Unwatched;
import java.util.List;
import java.util.Map;

/** Makes the alarm connector's events about functions that are not watched. */
public final class UnwatchedEvents {

    private UnwatchedEvents() {}

    public static AlarmEvent of(Unwatched u) {
        return new AlarmEvent(
                u.raised() ? AlarmEvent.Action.TRIGGER : AlarmEvent.Action.RESOLVE,
                "breakwater/unwatched-functions",
                u.raised()
                        ? "blind: " + u.functions() + " functions or more are not watched: " + u.most()
                                + " are watched, and there is no room for more"
                        : "all functions are watched again",
                "all accounts/all regions",
                AlarmEvent.Severity.ERROR,
                u.at(),
                "",
                "account",
                "blind",
                u.raised()
                        ? Map.of(
                                "look_at",
                                "raise state.functions, change state.backend, give the TaskManager more memory, or "
                                        + "run several instances with fewer accounts each")
                        : Map.of(),
                List.of());
    }
}
