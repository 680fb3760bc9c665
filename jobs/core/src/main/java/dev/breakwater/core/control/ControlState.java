package dev.breakwater.core.control;

import dev.breakwater.core.limit.LimitState;
import dev.breakwater.core.model.DataMinute;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything that control remembers of one account and region. Flat and without checks: it is stored. A snapshot does
 * not preserve the order of maps, so every reader sorts the keys. Entries end with their incident, lease or window.
 */
public class ControlState {
    private static final long FIRST_DELAY = 2 * DataMinute.MILLIS;
    /** The largest delay of a source at which control still acts on its samples. */
    private static final long MOST_DELAY = 10 * DataMinute.MILLIS;

    private static final long IN_PACE = 30_000;
    private static final double DELAY_GAIN = 0.1;

    private static final int DAYS_KEPT = 8;
    /** Minutes after a day's end by which all functions have reported the day. */
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
    /** Incidents closed in the last 25 hours, by scope id, so that late evidence does not open them again. */
    public Map<String, EndedState> closedScopes = new HashMap<>();
    /** The wanted limits, by function. */
    public Map<String, LeaseState> leases = new HashMap<>();
    /** Limits ordered by budgets, by the budget's incident and the function (see {@code BudgetThrottles}). */
    public Map<String, IncidentState> ordered = new HashMap<>();

    /** Limits that are being set, held, released or watched, by {@link LimitState#key}. */
    public Map<String, LimitState> limits = new HashMap<>();
    /** Number of the newest lease. Later leases have greater numbers. */
    public long leaseCount;
    /** Number of the newest snapshot. Decisions from now on are in a later one. */
    public long snapshot;
    /** Number of this operator's newest attempt in the ledger. */
    public int attempt;
    /** The earlier name of this instance, if it was renamed and does not adopt that name; otherwise empty. */
    public String formerOwner = "";
    /** Number of the snapshot from which this run began, or 0. Earlier decisions are not made again. */
    public long began;
    /** Unreadable lease tags on unknown limits, by limit. Each text is reported once. */
    public Map<String, Sighting> unreadable = new HashMap<>();
    /** Function to the epoch milliseconds at which its cooldown ends. */
    public Map<String, Long> cooldowns = new HashMap<>();
    /** Function to the epoch milliseconds until which it is left alone after a person's change. */
    public Map<String, Long> leftAlone = new HashMap<>();
    /** The newest end of a hands-off time that a person overruled, by function, epoch milliseconds. */
    public Map<String, Long> overruled = new HashMap<>();
    /** Function to the end that its hands-off tag named while that was ahead, epoch milliseconds. */
    public Map<String, Long> handsOffTags = new HashMap<>();
    /** Surges accepted as the new normal, by scope id (see {@code Accepted}). */
    public Map<String, AcceptedState> acceptances = new HashMap<>();
    /** Weekly acceptances, by {@link Request#accepts}. */
    public Map<String, Request> weekly = new HashMap<>();
    /** Ids of read requests to the epoch milliseconds until which a repeat may come. */
    public Map<String, Long> heard = new HashMap<>();
    /** Functions that people asked not to throttle. */
    public Map<String, SparedState> spared = new HashMap<>();
    /** Leases that began in the last 60 minutes, with their beginning in epoch milliseconds. */
    public Map<String, Long> throttledAt = new HashMap<>();
    /** Data minute with which the open fleet page began, or -1 if none is open. */
    public long fleetPageMinute = -1;

    /** The number of incidents on the fleet page because the hour's alerts are used up. */
    public int heldBack;

    /** The open fleet page, or null. */
    public AlertState fleetAlert;

    /** Epoch milliseconds at which a fleet page rang last. */
    public long fleetRangAt = Long.MIN_VALUE / 2;

    /** Time until which only the fleet page reports new pages, in epoch milliseconds. */
    public long fleetModeUntil;

    /** Times in the last hour at which a fleet page rang for a single incident, in epoch milliseconds. */
    public List<Long> rangAloneAt = new ArrayList<>();

    /** Times at which alerts rang in the last twelve hours, in epoch milliseconds of the safety clock. */
    public List<Long> rangAt = new ArrayList<>();

    /** Open alerts of incidents, by the id of the first. */
    public Map<String, AlertState> openAlerts = new HashMap<>();

    /** Keys of the open alerts about calls that fail and about the ledger. */
    public List<String> actAlerts = new ArrayList<>();

    /**
     * When this state began, in epoch milliseconds of the safety clock. -1 in a recording, which reports everything.
     */
    public long startedAt = -1;

    /** Epoch milliseconds of the last refusal for the blast radius. */
    public long radiusRefusedAt;

    /** Usual age of the newest minute when it arrives, in milliseconds. 0 before it was measured. */
    public long sourceDelay;

    /** When the newest minute last advanced, in epoch milliseconds of the safety clock. */
    public long movedOnAt;

    /** Spend of this account and region on the newest known days, from day since 1970 to nano-USD. */
    public Map<Long, Long> spent = new HashMap<>();

    /** Cost above the expectation in 24 hours of functions with incidents, by scope id (see {@code DayCosts}). */
    public Map<String, DayCostState> dayCosts = new HashMap<>();

    /** When functions surged in the last eight weeks, by scope id (see {@code Seen}). */
    public Map<String, SeenState> seen = new HashMap<>();

    /** The highest concurrency of functions without a reservation, by minute. */
    public Map<Long, Integer> unreserved = new HashMap<>();

    public ControlState() {}

    /**
     * Notes the highest concurrency of functions without a reservation in a minute (the region's
     * UnreservedConcurrentExecutions in CloudWatch).
     */
    public void unreservedUsed(long minute, int most) {
        unreserved.merge(minute, most, Math::max);
        unreserved.keySet().removeIf(m -> m < minute - USED_MINUTES);
    }

    /** The highest such concurrency in the last quarter of an hour, or -1 if unknown. */
    public int unreservedUsed(long now) {
        long since = now / DataMinute.MILLIS - USED_MINUTES;
        return unreserved.entrySet().stream()
                .filter(e -> e.getKey() >= since)
                .mapToInt(Map.Entry::getValue)
                .max()
                .orElse(-1);
    }

    /** Adds a function's spend on a day that is over. */
    public void spent(long day, long nano) {
        spent.merge(day, nano, Long::sum);
        long first = firstKept();
        spent.keySet().removeIf(d -> d < first);
    }

    /**
     * The oldest day to keep. Only decided minutes count, because days are reported earlier by a time that differs
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
     * The usual hourly spend here, in nano-USD. -1 while unknown. It is the median of up to seven complete days,
     * without the oldest, which may be incomplete.
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
     * The usual delay of the newest minute when it arrives, in milliseconds from its end by the safety clock. CloudWatch delivers a minute one to three minutes late. 2 minutes before anything was measured.
     */
    public long usualDelay() {
        return sourceDelay > 0 ? sourceDelay : FIRST_DELAY;
    }

    /**
     * The newest minute moved on. The delay is measured only while the feed keeps pace with the clock. Otherwise, a
     * backlog would count as fresh.
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
