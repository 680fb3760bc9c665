package dev.breakwater.engine.control.state;

import dev.breakwater.engine.limit.LimitState;
import dev.breakwater.engine.limit.Reconciler;
import dev.breakwater.model.AccountFigures;
import dev.breakwater.model.DataMinute;
import dev.breakwater.model.Place;
import dev.breakwater.model.function.Sighting;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything that control remembers about one account and region. Flink stores the fields directly, so they are
 * unchecked. A snapshot does not preserve the order of maps, so every reader sorts the keys. An entry is removed when
 * its incident, lease or window ends. Times are epoch milliseconds of the safety clock.
 */
public class ControlState {
    public Place place = new Place("", "");
    /** The sequence number of the next decision. */
    public long sequence;

    public Run run = new Run();
    public Incidents incidents = new Incidents();
    public HeldLimits limits = new HeldLimits();
    public OpenAlerts alerts = new OpenAlerts();
    public FleetPage fleetPage = new FleetPage();
    public LeftAlone leftAlone = new LeftAlone();
    public Requests requests = new Requests();
    public Spend spend = new Spend();
    public SourcePace pace = new SourcePace();

    /** When functions surged in the last eight weeks, by scope id (see {@code Seen}). */
    public Map<String, SeenState> seen = new HashMap<>();

    /** Adds a function's spend on a day that has ended. */
    public void spent(long day, long nano) {
        spend.add(day, nano, pace.newestMinute);
    }

    /** The usual hourly spend in this account and region, in nano-USD. The value is -1 while unknown. */
    public long usualHourNano() {
        return spend.usualHourNano(pace.newestMinute);
    }

    /** The key figures at a time. */
    public AccountFigures figures(long now) {
        long excess = incidents.open.values().stream()
                .mapToLong(i -> Math.max(0, i.money.billedHourNano))
                .sum();
        int held = (int) limits.all.values().stream().filter(LimitState::stands).count();
        long newest = DataMinute.endMillis(pace.newestMinute);
        return new AccountFigures(
                now, place.account(), place.region(), incidents.open.size(), held, excess, Math.max(0, now - newest));
    }

    /**
     * Begins a run of the job with this state.
     *
     * @param snapshot number of the snapshot that the state comes from, or 0
     */
    public void begins(long snapshot, long now) {
        run.began = snapshot;
        run.beganAt = now;
        run.knewTo = DataMinute.endMillis(pace.newestMinute);
        limits.all.values().forEach(limit -> Reconciler.restored(limit, now));
    }

    /** This run of the job, and its snapshots. */
    public static class Run {
        /** When this state began. The value is -1 in a recording. */
        public long startedAt = -1;
        /** When this run of the job first used this state, which may be older than the run. */
        public long beganAt = -1;
        /** End of the newest data minute that this state knew when this run of the job began. */
        public long knewTo;
        /** Number of the newest snapshot. Decisions made after the newest snapshot belong to the next snapshot. */
        public long snapshot;
        /**
         * Number of the snapshot that this run was restored from, or 0. Decisions made before that snapshot are not
         * repeated.
         */
        public long began;
        /** Number of this operator's newest attempt in the ledger. */
        public int attempt;
        /** Number of the newest lease. Later leases have greater numbers. */
        public long leaseCount;
        /** The earlier name of this instance, if it was renamed without adopting that name. Otherwise empty. */
        public String formerOwner = "";

        /** Whether this run began more than this many milliseconds after the newest data that the state knew. */
        public boolean lacks(long span) {
            return beganAt > knewTo + span;
        }
    }

    /** Incidents and orders of budgets. */
    public static class Incidents {
        /** Open incidents by {@link dev.breakwater.model.Scope#id()}. */
        public Map<String, IncidentState> open = new HashMap<>();
        /** Closed incidents that still have a throttle, by incident id. */
        public Map<String, IncidentState> ended = new HashMap<>();
        /** Incidents that closed in the last 25 hours, by scope id. Late evidence does not reopen a closed incident. */
        public Map<String, IncidentState.Closed> closed = new HashMap<>();
        /**
         * Limits that budgets ordered (see {@code BudgetThrottles}). The key consists of the budget's incident and the
         * function.
         */
        public Map<String, IncidentState> ordered = new HashMap<>();
    }

    /** The limits that are wanted, and the limits as they were observed. */
    public static class HeldLimits {
        private static final int USED_MINUTES = 15;

        /** The wanted limits, by function. */
        public Map<String, LeaseState> leases = new HashMap<>();
        /**
         * The newest ended lease of each function. The limit of such a lease counts as set until its release is
         * observed. Data of earlier minutes may arrive even later.
         */
        public Map<String, LeaseState> released = new HashMap<>();
        /** Limits that control sets, holds, releases or watches, by {@link LimitState#key}. */
        public Map<String, LimitState> all = new HashMap<>();
        /** Unreadable lease tags on unknown limits, by limit. Each tag is reported once. */
        public Map<String, Sighting> unreadable = new HashMap<>();
        /** When each lease of the last 60 minutes began. */
        public Map<String, Long> throttledAt = new HashMap<>();
        /** The highest concurrency of functions without a reservation, by minute. */
        public Map<Long, Integer> unreserved = new HashMap<>();

        /**
         * Records a minute's highest concurrency of functions without a reservation. CloudWatch calls it
         * UnreservedConcurrentExecutions.
         */
        public void unreservedUsed(long minute, int most) {
            unreserved.merge(minute, most, Math::max);
            unreserved.keySet().removeIf(m -> m < minute - USED_MINUTES);
        }

        /**
         * The highest concurrency of functions without a reservation in the last quarter of an hour, or -1 if unknown.
         */
        public int unreservedUsed(long now) {
            long since = now / DataMinute.MILLIS - USED_MINUTES;
            return unreserved.entrySet().stream()
                    .filter(e -> e.getKey() >= since)
                    .mapToInt(Map.Entry::getValue)
                    .max()
                    .orElse(-1);
        }
    }

    /** Open alerts, and when alerts notified people. */
    public static class OpenAlerts {
        /** Open alerts of incidents, by the id of each alert's first incident. */
        public Map<String, AlertState> open = new HashMap<>();
        /** When alerts notified people in the last twelve hours. */
        public List<Long> rangAt = new ArrayList<>();
        /** Keys of the open alerts about failing calls and about the ledger. */
        public List<String> actAlerts = new ArrayList<>();
    }

    /** The alert that replaces many alerts. */
    public static class FleetPage {
        /** First data minute of the open fleet page, or -1 if none is open. */
        public long minute = -1;
        /** The open fleet page, or null. */
        public @Nullable AlertState alert;
        /** The number of incidents that only the fleet page reports because the hour's limit on alerts was reached. */
        public int heldBack;
        /** When a fleet page last notified people. */
        public long rangAt = Long.MIN_VALUE / 2;
        /** Until this time, only the fleet page reports new incidents with the severity of a page. */
        public long modeUntil;
        /** When fleet pages notified people of a single incident in the last hour. */
        public List<Long> rangAloneAt = new ArrayList<>();
        /** When the limit on throttled functions last prevented a throttle. */
        public long radiusRefusedAt;
    }

    /** Until when functions are not throttled, by function. */
    public static class LeftAlone {
        /** The end of each function's cooldown. */
        public Map<String, Long> cooldowns = new HashMap<>();
        /** The time until which Breakwater leaves each function alone because a person changed its limit. */
        public Map<String, Long> until = new HashMap<>();
        /**
         * Requests to leave a function alone that a person overruled. The value is the end of a function's newest
         * overruled request.
         */
        public Map<String, Long> overruled = new HashMap<>();
        /**
         * The time until which each function's tag asked Breakwater to leave the function alone. Entries stay in the
         * map after that time has passed.
         */
        public Map<String, Long> tags = new HashMap<>();
        /** Functions that people asked Breakwater not to throttle. */
        public Map<String, SparedState> spared = new HashMap<>();
    }

    /** People's requests. */
    public static class Requests {
        /** Surges that people accepted as the new normal, by scope id (see {@code Accepted}). */
        public Map<String, AcceptedState> acceptances = new HashMap<>();
        /** Requests that were already read, by id, with the time until which the same request may arrive again. */
        public Map<String, Long> heard = new HashMap<>();
    }

    /** The usual spend of the account and region. */
    public static class Spend {
        private static final int DAYS_KEPT = 8;
        /** Within this many minutes after a day's end, every function has reported its spend. */
        public static final int TOLD_WITHIN = DataMinute.HOUR;

        private static final int HOURS = 24;

        /** Total spend on the newest days, in nano-USD. The key is the day, counted from 1970. */
        public Map<Long, Long> days = new HashMap<>();
        /**
         * Cost above the expectation in 24 hours, by scope id (see {@code DayCosts}). There is an entry for each
         * function with an incident.
         */
        public Map<String, DayCostState> dayCosts = new HashMap<>();

        private void add(long day, long nano, long newestMinute) {
            days.merge(day, nano, Long::sum);
            long first = firstKept(newestMinute);
            days.keySet().removeIf(d -> d < first);
        }

        /**
         * The oldest day to keep. The result depends only on data minutes, because the report of a day's spend comes at
         * different times in different runs.
         */
        private long firstKept(long newestMinute) {
            return days.keySet().stream()
                            .filter(day -> counts(day, newestMinute))
                            .max(Long::compare)
                            .orElse(Long.MIN_VALUE + DAYS_KEPT)
                    - DAYS_KEPT
                    + 1;
        }

        private static boolean counts(long day, long newestMinute) {
            return (day + 1) * DataMinute.DAY + TOLD_WITHIN < newestMinute;
        }

        /** The median of up to seven complete days. The oldest day may be incomplete and is left out. */
        private long usualHourNano(long newestMinute) {
            if (days.isEmpty()) return -1;
            long kept = firstKept(newestMinute);
            long first = days.keySet().stream()
                    .filter(d -> d >= kept)
                    .min(Long::compare)
                    .orElse(kept);
            long[] complete = days.entrySet().stream()
                    .filter(e -> e.getKey() > first && counts(e.getKey(), newestMinute))
                    .mapToLong(Map.Entry::getValue)
                    .sorted()
                    .toArray();
            return complete.length == 0 ? -1 : complete[complete.length / 2] / HOURS;
        }
    }

    /** How late samples arrive. */
    public static class SourcePace {
        private static final long FIRST_DELAY = 2 * DataMinute.MILLIS;
        /** The longest delay with which samples may arrive and still lead to a throttle. */
        private static final long MOST_DELAY = 10 * DataMinute.MILLIS;

        private static final long IN_PACE = 30_000;
        private static final double DELAY_GAIN = 0.1;

        /** Newest data minute seen, or -1. */
        public long newestMinute = -1;
        /**
         * How old the newest minute usually is when it arrives, in milliseconds. The value is 0 until it is measured.
         */
        public long delay;
        /** When a newer minute last arrived. */
        public long movedOnAt;

        /**
         * The usual time from the end of a minute until its data arrives, in milliseconds. CloudWatch delivers the data
         * of a minute one to three minutes late. Before a delay is measured, the result is two minutes.
         */
        public long usualDelay() {
            return delay > 0 ? delay : FIRST_DELAY;
        }

        /**
         * Records that a newer minute arrived. The delay is measured only while the feed keeps up with the clock.
         * Otherwise, a backlog would count as the usual delay.
         */
        public void movedOn(long minute, long now) {
            newestMinute = minute;
            boolean inPace = movedOnAt > 0 && now - movedOnAt >= IN_PACE;
            movedOnAt = now;
            if (!inPace) return;
            long age = Math.max(1, now - DataMinute.endMillis(newestMinute));
            delay = Math.min(MOST_DELAY, Math.round(usualDelay() + (age - usualDelay()) * DELAY_GAIN));
        }
    }
}
