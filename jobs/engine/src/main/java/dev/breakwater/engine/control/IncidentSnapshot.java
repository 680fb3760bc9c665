package dev.breakwater.engine.control;

import dev.breakwater.model.AlarmAction;
import dev.breakwater.model.Assessment.Reading;
import dev.breakwater.model.IncidentKind;
import dev.breakwater.model.Projection;
import dev.breakwater.model.Reason;
import dev.breakwater.model.Scope;
import dev.breakwater.model.Severity;
import dev.breakwater.model.function.FunctionFacts;
import dev.breakwater.model.function.Lever;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The state of an incident at one minute. Pagers, pages, files and reports show this state.
 *
 * @param type   effect of this snapshot on the alert
 * @param reason reason of this snapshot
 * @param found  the finding that led to the page or, before a page, to the detection
 * @param newest figures of the newest minute, or {@link Newest#NONE}
 * @param fleet  the incidents of an alert about several incidents; otherwise {@link FleetStatus#NONE}
 * @param known  the inventory's facts about the function
 * @param ring   the alert's key at pagers
 * @param assumedPrice whether the price table lacks the region, so that the table's highest prices apply
 * @param budget the budget's figures; null for a surge
 */
public record IncidentSnapshot(
        AlarmAction type,
        Reason reason,
        Identity identity,
        Times times,
        Finding found,
        Money money,
        Limits limits,
        Newest newest,
        FleetStatus fleet,
        Known known,
        Ring ring,
        boolean assumedPrice,
        @Nullable BudgetFigures budget) {

    /** Creates a snapshot without the figures of the newest minute. */
    public IncidentSnapshot(
            AlarmAction type,
            Reason reason,
            Identity identity,
            Times times,
            Finding found,
            Money money,
            Limits limits,
            FleetStatus fleet) {
        this(
                type,
                reason,
                identity,
                times,
                found,
                money,
                limits,
                Newest.NONE,
                fleet,
                Known.NOTHING,
                Ring.FIRST,
                false,
                null);
    }

    /**
     * The key under which a pager must show the alert. A pager notifies people only when a key is new.
     *
     * @param number how many keys the alert had before
     * @param beside the key of the older alert from which this alert was separated, or empty
     */
    public record Ring(int number, String beside) {

        public static final Ring FIRST = new Ring(0, "");
    }

    /**
     * The inventory's facts about the function.
     *
     * @param changedMinute minute (epoch seconds / 60) of the last change of code or configuration, or -1
     * @param feeds         queues and streams that feed the function; the text of each has the kind of limit and the
     *     mapping
     * @param looked        whether the inventory looked for queues and streams
     * @param reserved      the function's reserved concurrency, or -1 for none or for a limit of ours
     * @param refused       calls that AWS refused in the newest minute while no limit of ours was held
     */
    public record Known(long changedMinute, List<String> feeds, boolean looked, int reserved, long refused) {

        public static final Known NOTHING = new Known(-1, List.of(), false);

        public Known(long changedMinute, List<String> feeds, boolean looked) {
            this(changedMinute, feeds, looked, -1, 0);
        }

        /** @param facts the inventory's facts, or null */
        public static Known of(@Nullable FunctionFacts facts) {
            if (facts == null) return NOTHING;
            List<String> feeds = facts.triggers().all().stream()
                    .map(t -> (t.lever() == null ? "source" : t.lever().wire()) + ' ' + t.mapping())
                    .toList();
            int reserved = facts.reservation().held() ? -1 : facts.reservation().previous();
            return new Known(facts.modifiedMinute(), feeds, facts.triggers().sensedAt() >= 0, reserved, 0);
        }

        public Known refusing(long calls) {
            return new Known(changedMinute, feeds, looked, reserved, calls);
        }
    }

    /** The observed and expected values of the newest minute. */
    public record Newest(Reading observed, Reading expected) {

        public static final Newest NONE = new Newest(Reading.NOTHING, Reading.NOTHING);

        public boolean present() {
            return !equals(NONE);
        }
    }

    /**
     * The incident's id, key, subject, kind and severity.
     *
     * @param id       the incident's id
     * @param dedupKey the key under which a pager joins all events of the incident
     */
    public record Identity(String id, String dedupKey, Scope scope, IncidentKind kind, Severity severity) {

        /** The prefix of the keys of alerts about incidents. */
        public static final String KEY = "breakwater/";
    }

    /**
     * The times of an incident. Fields whose names end in {@code At} are epoch milliseconds of data time.
     *
     * @param minute     data minute that the snapshot describes
     * @param onset      first data minute of the surge
     * @param detectedAt end of the last data minute that the detection used, or -1
     * @param pagedAt    end of the last data minute that the page used, or -1 if there was no page
     * @param endedAt    end of the incident, or -1 while it is open or if the input ended first
     * @param stoppedAt  end of the last minute that cost more than normal, or -1 while the surge continues
     * @param recorded   whether the page was only recorded because the mode is observe
     * @param accepted   whether people have accepted the surge, so that it pages nobody
     * @param notified   how often an alert about this incident notified people
     */
    public record Times(
            long minute,
            long onset,
            long detectedAt,
            long pagedAt,
            long endedAt,
            long stoppedAt,
            boolean recorded,
            boolean accepted,
            int notified) {

        /** Creates the times of an incident that is open, or of an incident whose end does not matter. */
        public Times(long minute, long onset, long detectedAt, long pagedAt, long endedAt) {
            this(minute, onset, detectedAt, pagedAt, endedAt, -1, false, false, 0);
        }
    }

    /**
     * The cost of an incident by the end of the snapshot's minute, in nano-USD above the expectation. Only this class
     * computes the cost.
     *
     * @param excess          billed since onset
     * @param now             hourly rate of the last three minutes; 0 if the surge has stopped
     * @param excessHour      billed in the trailing 60 minutes
     * @param demandHour      the cost of these minutes if every demanded call had run; it is above the billed cost
     *     while calls are refused
     * @param averted         the cost that throttles prevented
     * @param refusedGood     calls within the expectation that throttles refused
     * @param growthPerMinute growth of the calls of a recursive loop, as a factor per minute; 1 for any other surge
     * @param most            hourly cost with all concurrency that the function may use; 0 if it is unknown, or while
     *     our limit stops the growth
     * @param fell            how far the cost since onset is below its highest value, because of cheap minutes and late
     *     samples
     */
    public record Money(
            long excess,
            long now,
            long excessHour,
            long demandHour,
            long averted,
            long refusedGood,
            double growthPerMinute,
            long most,
            long fell) {

        /** No cost above the expectation. */
        public static final Money NONE = new Money(0, 0, 0, 0, 0, 0, 1, 0, 0);
    }

    /**
     * The limits of the function.
     *
     * @param hold     state of its limit
     * @param proposal the throttle that waits for approval, otherwise {@link Hold#NONE}
     * @param couldNot AWS's error if the last throttle could not be set or its calls fail so far, or the reason why an
     *     approved throttle is not set yet; otherwise empty
     * @param actions  the actions in order
     * @param would    the throttle that was not set, because of the mode or because of its low worth
     * @param aboveNano the throttle threshold for the cost above the expectation in 60 minutes, nano-USD; 0 if no
     *     throttle may be set or if the cost was already higher. While a throttle waits for approval, the hourly cost
     *     up to which a "no" holds
     * @param asks     whether a throttle above this threshold is only proposed
     * @param spared   why the policy or a person forbids a throttle at any cost, or null
     */
    public record Limits(
            Hold hold,
            Hold proposal,
            String couldNot,
            List<Action> actions,
            Would would,
            long aboveNano,
            boolean asks,
            @Nullable Reason spared) {

        public static final Limits NONE = new Limits(Hold.NONE, Hold.NONE, "", List.of());

        /** Creates the limits of an incident that has no prevented throttle. */
        public Limits(Hold hold, Hold proposal, String couldNot, List<Action> actions) {
            this(hold, proposal, couldNot, actions, Would.NONE, 0, false, null);
        }
    }

    /**
     * A throttle that was not set, because of the mode or because of its low worth.
     *
     * @param limit  the limit, or 0 if there is none
     * @param avert  the cost that the limit would have averted so far, nano-USD
     * @param refuse good calls that the limit would have refused so far
     * @param why    wire name of the reason why the throttle is not set, or empty
     * @param words  both hourly figures as text, for the throttle that was last proposed or set
     */
    public record Would(int limit, long avert, long refuse, String why, String words) {

        public static final Would NONE = new Would(0, 0, 0, "", "");
    }

    /**
     * A change of the function's limit while the incident was open.
     *
     * @param type  throttle, lower, raise, release or override
     * @param at    epoch milliseconds of the safety clock
     * @param value the limit that was set, or -1 for a release to no limit
     * @param lever the kind of limit
     */
    public record Action(String type, long at, int value, Lever lever) {}

    /** The same snapshot with the key of another incident, whose alert also covers this incident. */
    public IncidentSnapshot with(String alert, Severity worst, FleetStatus all) {
        Identity shared = new Identity(identity.id, Identity.KEY + alert, identity.scope, identity.kind, worst);
        return with(shared, all, ring, assumedPrice);
    }

    /** The same snapshot with another alert key. */
    public IncidentSnapshot by(Ring key) {
        return with(identity, fleet, key, assumedPrice);
    }

    /** Returns this snapshot with a note if the price table lacks its region. */
    public IncidentSnapshot priced(boolean assumed) {
        return with(identity, fleet, ring, assumed);
    }

    private IncidentSnapshot with(Identity who, FleetStatus all, Ring key, boolean assumed) {
        return new IncidentSnapshot(
                type, reason, who, times, found, money, limits, newest, all, known, key, assumed, budget);
    }

    /** The projected cost at the rate and growth of the last minutes. A fleet page sums its incidents' projections. */
    public Projection projection() {
        if (!fleet.ahead().equals(Projection.NONE)) return fleet.ahead();
        return Projection.of(times.minute, money.excess, money.now, money.growthPerMinute, money.most);
    }

    /** The incident's id. */
    public String incident() {
        return identity.id;
    }

    public String dedupKey() {
        return identity.dedupKey;
    }

    public Scope scope() {
        return identity.scope;
    }

    /** The state of the function's limit. */
    public Hold hold() {
        return limits.hold;
    }
}
