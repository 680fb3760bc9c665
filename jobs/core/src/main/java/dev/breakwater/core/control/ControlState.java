package dev.breakwater.core.control;

import dev.breakwater.core.limit.LimitState;
import dev.breakwater.core.model.DataMinute;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything that control remembers of one account and region. Flink stores the fields directly, so they are unchecked.
 * A snapshot does not preserve the order of maps, so every reader sorts the keys. Entries end with their incident,
 * lease or window.
 */
public class ControlState {
    private static final long FIRST_DELAY = 2 * DataMinute.MILLIS;
    /** The largest delay of a source at which control still acts on the source's samples. */
    private static final long MOST_DELAY = 10 * DataMinute.MILLIS;

    private static final long IN_PACE = 30_000;
    private static final double DELAY_GAIN = 0.1;

    private static final int DAYS_KEPT = 8;
    /** Minutes after the end of a day until every function has reported it. */
    private static final int TOLD_WITHIN = DataMinute.HOUR;

    private static final int HOURS = 24;
    private static final int USED_MINUTES = 15;

    public String account = "";
    public String region = "";
    /** Number of the next decision. */
    public long sequence;
    /** Newest data minute seen, or -1. */
    public long newestMinute = -1;
    /** Open incidents by {@link dev.breakwater.core.model.Scope#id()}. */
    public Map<String, IncidentState> open = new HashMap<>();
    /** Closed incidents that still have a throttle, by incident id. */
    public Map<String, IncidentState> ended = new HashMap<>();
    /** Incidents that closed in the last 25 hours, by scope id. Late evidence does not open them again. */
    public Map<String, EndedState> closedScopes = new HashMap<>();
    /** The wanted limits, by function. */
    public Map<String, LeaseState> leases = new HashMap<>();
    /** Limits that budgets ordered (see {@code BudgetThrottles}). The key is the budget's incident and the function. */
    public Map<String, IncidentState> ordered = new HashMap<>();

    /** Limits that control sets, holds, releases or watches, by {@link LimitState#key}. */
    public Map<String, LimitState> limits = new HashMap<>();
    /** Number of the newest lease. Later leases have greater numbers. */
    public long leaseCount;
    /** Number of the newest snapshot. Later decisions are part of the next one. */
    public long snapshot;
    /** Number of this operator's newest attempt in the ledger. */
    public int attempt;
    /** The earlier name of this instance if it was renamed without adopting that name. Otherwise empty. */
    public String formerOwner = "";
    /** Number of the snapshot from which this run started, or 0. Earlier decisions are not repeated. */
    public long began;
    /** Unreadable lease tags on unknown limits, by limit. Each tag is reported once. */
    public Map<String, Sighting> unreadable = new HashMap<>();
    /** The end of each function's cooldown, in epoch milliseconds. */
    public Map<String, Long> cooldowns = new HashMap<>();
    /** The time until which each function is left alone because a person changed it, in epoch milliseconds. */
    public Map<String, Long> leftAlone = new HashMap<>();
    /** The newest hands-off time that a person overruled: its end in epoch milliseconds, by function. */
    public Map<String, Long> overruled = new HashMap<>();
    /** The end of the hands-off time that each function's tag named before it expired, in epoch milliseconds. */
    public Map<String, Long> handsOffTags = new HashMap<>();
    /** Surges accepted as the new normal, by scope id (see {@code Accepted}). */
    public Map<String, AcceptedState> acceptances = new HashMap<>();
    /** Weekly acceptances, by {@link Request#accepts}. */
    public Map<String, Request> weekly = new HashMap<>();
    /**
     * Requests that were already read, by id. The value is the time until which a repeat may come, in epoch
     * milliseconds.
     */
    public Map<String, Long> heard = new HashMap<>();
    /** Functions that people asked not to throttle. */
    public Map<String, SparedState> spared = new HashMap<>();
    /** Leases that began in the last 60 minutes, and when they began, in epoch milliseconds. */
    public Map<String, Long> throttledAt = new HashMap<>();
    /** Data minute with which the open fleet page began, or -1 if none is open. */
    public long fleetPageMinute = -1;

    /** The number of incidents that are on the fleet page only because the hour's alerts are used up. */
    public int heldBack;

    /** The open fleet page, or null. */
    public AlertState fleetAlert;

    /** When a fleet page rang last, in epoch milliseconds. */
    public long fleetRangAt = Long.MIN_VALUE / 2;

    /** Until this time, only the fleet page reports new incidents that page. Epoch milliseconds. */
    public long fleetModeUntil;

    /** Times in the last hour at which a fleet page rang for a single incident, in epoch milliseconds. */
    public List<Long> rangAloneAt = new ArrayList<>();

    /** Times at which alerts rang in the last twelve hours, in epoch milliseconds of the safety clock. */
    public List<Long> rangAt = new ArrayList<>();

    /** Open alerts of incidents, by the id of each alert's first incident. */
    public Map<String, AlertState> openAlerts = new HashMap<>();

    /** Keys of the open alerts about failing calls and about the ledger. */
    public List<String> actAlerts = new ArrayList<>();

    /**
     * When this state began, in epoch milliseconds of the safety clock. -1 in a recording, where everything is
     * reported.
     */
    public long startedAt = -1;

    /** When the blast radius last prevented a throttle, in epoch milliseconds. */
    public long radiusRefusedAt;

    /** Usual age of the newest minute when it arrives, in milliseconds. 0 until it is measured. */
    public long sourceDelay;

    /** When a newer minute last arrived, in epoch milliseconds of the safety clock. */
    public long movedOnAt;

    /** Spend of this account and region on the newest known days, in nano-USD. The key is the day since 1970. */
    public Map<Long, Long> spent = new HashMap<>();

    /**
     * Cost above the expectation in 24 hours, for each function with an incident, by scope id (see {@code DayCosts}).
     */
    public Map<String, DayCostState> dayCosts = new HashMap<>();

    /** The times at which functions surged in the last eight weeks, by scope id (see {@code Seen}). */
    public Map<String, SeenState> seen = new HashMap<>();

    /** The highest concurrency of functions without a reservation, by minute. */
    public Map<Long, Integer> unreserved = new HashMap<>();

    public ControlState() {}

    /**
     * Records a minute's highest concurrency of functions without a reservation. CloudWatch calls it
     * UnreservedConcurrentExecutions.
     */
    public void unreservedUsed(long minute, int most) {
        unreserved.merge(minute, most, Math::max);
        unreserved.keySet().removeIf(m -> m < minute - USED_MINUTES);
    }

    /** The highest concurrency of functions without a reservation in the last quarter of an hour, or -1 if unknown. */
    public int unreservedUsed(long now) {
        long since = now / DataMinute.MILLIS - USED_MINUTES;
        return unreserved.entrySet().stream()
                .filter(e -> e.getKey() >= since)
                .mapToInt(Map.Entry::getValue)
                .max()
                .orElse(-1);
    }

    /** Adds a function's spend on a day that has ended. */
    public void spent(long day, long nano) {
        spent.merge(day, nano, Long::sum);
        long first = firstKept();
        spent.keySet().removeIf(d -> d < first);
    }

    /**
     * The oldest day to keep. It depends only on decided minutes, because the minute in which a day is reported differs
     * between runs.
     */
    private long firstKept() {
        return spent.keySet().stream().filter(this::counts).max(Long::compare).orElse(Long.MIN_VALUE + DAYS_KEPT)
                - DAYS_KEPT
                + 1;
    }

    private boolean counts(long day) {
        return (day + 1) * DataMinute.DAY + TOLD_WITHIN < newestMinute;
    }

    /**
     * The usual hourly spend here, in nano-USD. -1 while unknown. It is the median of up to seven complete days. The
     * oldest day is left out, because it may be incomplete.
     */
    public long usualHourNano() {
        if (spent.isEmpty()) return -1;
        long kept = firstKept();
        long first = spent.keySet().stream()
                .filter(d -> d >= kept)
                .min(Long::compare)
                .orElse(kept);
        long[] days = spent.entrySet().stream()
                .filter(e -> e.getKey() > first && counts(e.getKey()))
                .mapToLong(Map.Entry::getValue)
                .sorted()
                .toArray();
        return days.length == 0 ? -1 : days[days.length / 2] / HOURS;
    }

    /**
     * The usual delay of the newest minute when it arrives, in milliseconds from its end by the safety clock.
     * CloudWatch delivers a minute one to three minutes late. Two minutes until a delay is measured.
     */
    public long usualDelay() {
        return sourceDelay > 0 ? sourceDelay : FIRST_DELAY;
    }

    /**
     * Records that a newer minute arrived. The delay is measured only while the feed keeps pace with the clock, because
     * otherwise a backlog would look fresh.
     */
    public void movedOn(long minute, long now) {
        newestMinute = minute;
        boolean inPace = movedOnAt > 0 && now - movedOnAt >= IN_PACE;
        movedOnAt = now;
        if (!inPace) return;
        long age = Math.max(1, now - DataMinute.endMillis(newestMinute));
        sourceDelay = Math.min(MOST_DELAY, Math.round(usualDelay() + (age - usualDelay()) * DELAY_GAIN));
    }
}
