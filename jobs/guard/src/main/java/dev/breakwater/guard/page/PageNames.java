package dev.breakwater.guard.page;

import dev.breakwater.connectors.alarms.outbox.AlarmEvent;

/** The names of pages: their files, and the links to them. */
public final class PageNames {

    private static final int LONGEST = 100;
    private static final String PREFIX = "breakwater/";

    private PageNames() {}

    /** The page of an alarm: that of its incident, otherwise one of its own; empty if there is none. */
    public static String of(AlarmEvent alarm) {
        String incident = alarm.details().get("incident");
        if (incident != null) return of(incident);
        String key = alarm.dedupKey();
        return of(key.startsWith(PREFIX) ? key.substring(PREFIX.length()) : key);
    }

    /** A name that is not a path: every character except letters and digits becomes a dash. */
    public static String of(String incident) {
        String safe = incident.replaceAll("[^A-Za-z0-9]", "-");
        return safe.length() <= LONGEST ? safe : safe.substring(0, LONGEST);
    }
}
