package dev.breakwater.engine.detect.baseline;

import dev.breakwater.engine.detect.baseline.Expectation.LogCode;
import dev.breakwater.engine.policy.Lines;
import dev.breakwater.model.DataMinute;
import dev.breakwater.model.Evidence;
import dev.breakwater.model.Level;
import dev.breakwater.model.Reason;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds a lasting rise in the cost of a call or in the number of calls. The baseline of the surge tests learns such a
 * rise within two days. For a week, this class compares the cost of a call and the number of calls with the earlier
 * level.
 *
 * <p>When an hour closes, the last 24 hours are judged. The cost of a call has risen if most of these hours, including
 * the newest, are above usual days of the two weeks before. The number of calls has risen if nearly all hours,
 * including the first and the last, are above the week's maximum at that time of day. A single unusual day, such as a
 * month's end, is therefore not a new level.
 */
public final class Lasting {

    /** The number of hours in the trailing day. */
    public static final int DAY = 24;
    /** The number of days whose usual cost of a call is known. */
    static final int DAYS = 16;
    /** A change is not reported if it began more than this many hours ago, except while a surge was open. */
    private static final int LATEST = 2 * DAY;
    /** For this many hours after a change, the earlier level stays the expectation. */
    private static final int WEEK = 7 * DAY;

    /** A change that begins at most this many minutes after a window belongs to the window. */
    private static final int PLANNED = 2 * DataMinute.HOUR;

    private static final int LEAST_AGE = 8 * DataMinute.DAY;
    private static final int LEAST_DAYS = 5;
    private static final int LEAST_HOURS = 6;
    private static final double LEAST_CALLS = 5;
    /** One day in this number of days may be unusual. This number of days includes two weekends. */
    private static final int ODD = 13;
    /**
     * For a report, this many of the newest hours must all cost more. For a page, the second number of newest hours
     * must all be above the page threshold.
     */
    private static final int NEWEST = 3;

    private static final int PAGES_AFTER = 6;

    /**
     * The lowest thresholds, whatever the policy says. A lasting change below 73 USD a month is not reported, and a
     * change below 730 USD a month does not page. These amounts equal the lowest automatic thresholds.
     */
    private static final double LEAST_PAGE_NANO = Lines.LEAST_PAGE_NANO;

    private static final double LEAST_WARN_NANO = LEAST_PAGE_NANO / 10;

    /** A cost stored in 16 bits, as thousandths of its logarithm. 0 means unknown. */
    private static final double STEPS = 1000;
    /** The steps of {@link LogCode}. */
    private static final double CODE_STEPS = 1500;

    /**
     * The cost of a call must rise by the first of these factors. The cost must also rise by the second of these
     * factors, times the largest deviation of usual days.
     */
    private static final double UNIT = Math.log(1.25);

    private static final double UNIT_HISTORY = 1.5;
    /** The smallest factor by which calls must rise, and how many of the newest 25 hours must show this rise. */
    private static final double CALLS = Math.log(1.05);

    private static final int CALLS_HOURS = 20;
    /** A lasting change ends when the rise falls below this share of the threshold. */
    private static final double STILL = .7;

    /**
     * The report about a change.
     *
     * @param level    NONE while the change continues and was already reported
     * @param ended    why the change has ended; null while the change continues
     * @param onset    the change's first minute
     * @param evidence the figures of the day
     * @param calls    calls per minute in the trailing day
     * @param before   calls per minute at the earlier level
     * @param nano     mean hourly cost of the day, nano-USD
     * @param meanNano the part of {@code nano} above the earlier level
     * @param lowNano  the smallest hourly cost above the earlier level in the newest six hours
     */
    public record Change(
            Level level,
            @Nullable Reason ended,
            long onset,
            Evidence evidence,
            double calls,
            double before,
            double nano,
            double meanNano,
            double lowNano) {

        /** Chooses the change to report if one step found two changes. */
        static Change of(@Nullable Change first, Change second) {
            return first != null && second.ended == null && first.level.compareTo(second.level) > 0 ? first : second;
        }
    }

    /** A change that was found but not reported yet, or null. */
    private @Nullable Change found;

    // these fields belong to the hour that closes
    @SuppressWarnings("NullAway.Init")
    private ScopeState s;

    private long hour;
    private long before;
    private double ease;
    private double unitLine;
    private double unitBefore;

    public @Nullable Change take() {
        Change taken = found;
        found = null;
        return taken;
    }

    /** Closes an hour, whose sums must still exist. */
    void closeHour(ScopeView view, long closing, boolean known, Gates gates) {
        s = view.state();
        hour = closing;
        boolean enough = known && s.hours.asked >= LEAST_CALLS;
        s.lasting.hours[slot(hour, DAY)] = enough ? code(s.hours.cost / s.hours.asked) : 0;
        if (slot(hour, DAY) == DAY - 1) s.lasting.days[slot(hour / DAY, DAYS)] = median(s.lasting.hours, LEAST_HOURS);
        if (hour * DataMinute.HOUR - s.firstMinute < LEAST_AGE) return;
        boolean stands = s.lasting.changed != Long.MIN_VALUE;
        if (!stands
                && (s.episode.open && s.episode.paged
                        || view.windows().touch((hour - DAY) * DataMinute.HOUR, s.learned))) return;
        before = stands ? DataMinute.hourOf(s.lasting.changed) : hour - LATEST + 1;
        ease = stands ? STILL : 1;
        if (stands && hour - before >= WEEK) {
            s.lasting.from = (int) (before / DAY) + 1;
            end(Reason.LASTED_A_WEEK);
            return;
        }
        boolean unit = unit();
        boolean calls = stands ? raised(DAY) > DAY / 2 : moreCalls();
        if (unit || calls) tell(view, unit, calls, stands, gates);
        else if (stands) end(Reason.CALM);
    }

    private void end(Reason why) {
        found = new Change(Level.NONE, why, s.lasting.changed, Evidence.NONE, 0, 0, 0, 0, 0);
        s.lasting.changed = Long.MIN_VALUE;
        s.lasting.paged = 0;
    }

    private void tell(ScopeView view, boolean unit, boolean calls, boolean stands, Gates gates) {
        long onset = stands ? s.lasting.changed : onset(unit);
        double dear = unit ? unitSince(DataMinute.hourOf(onset)) : 0;
        double nano = 0;
        double excess = 0;
        double low = Double.MAX_VALUE;
        double newest = 0;
        double since = 0;
        double seen = 0;
        double usual = 0;
        for (int back = 0; back < DAY; back++) {
            long h = hour - back;
            double n = isKnown(h) ? demand(h) : 0;
            double was = calls && isKnown(h) ? usual(h) : n;
            // the new cost of a call counts for the whole day, even if the change began during the day
            double cost = unit && h < DataMinute.hourOf(onset) ? dear : unitOf(h);
            double above = DataMinute.HOUR * (n * cost - was * (unit ? unitBefore : cost));
            nano += DataMinute.HOUR * n * cost / DAY;
            excess += above / DAY;
            if (back < PAGES_AFTER) low = Math.min(low, above);
            // a surge counts its own cost
            boolean alone = h >= DataMinute.hourOf(onset) && !s.episode.counts(h);
            if (alone) since += above;
            if (alone && back == 0) newest = above;
            seen += n / DAY;
            usual += was / DAY;
        }
        if (!stands && excess <= Math.max(LEAST_WARN_NANO, gates.warnNano())) return;
        // a change that began in a window is wanted, so its level is the usual one
        if (!stands && view.windows().touch(onset - PLANNED, onset)) {
            s.lasting.from = (int) DataMinute.dayOf(onset);
            return;
        }
        for (long h = DataMinute.hourOf(onset); h <= hour - DAY; h++) if (!s.episode.counts(h)) since += excess;
        s.lasting.nano = stands ? s.lasting.nano + newest : since;
        s.lasting.changed = onset;
        long now = (hour + 1) * DataMinute.HOUR;
        boolean page = low > Math.max(LEAST_PAGE_NANO, gates.pageNano())
                && (s.lasting.paged == 0 || now - s.lasting.paged >= DataMinute.DAY);
        if (page) s.lasting.paged = (int) now;
        Level level = page ? Level.PAGE : stands ? Level.NONE : Level.WARN;
        double dearer = unit ? dear / unitBefore : 1;
        Evidence evidence = dearer > seen / usual
                ? new Evidence(Evidence.Test.LASTING_COST, dearer, Math.exp(unitLine / STEPS) / unitBefore)
                : new Evidence(Evidence.Test.LASTING_CALLS, seen / usual, Math.exp(CALLS));
        found = Change.of(found, new Change(level, null, onset, evidence, seen, usual, nano, excess, low));
    }

    /**
     * The cost of a call since the change, in nano-USD, averaged over those hours of the trailing day whose cost is
     * known.
     */
    private double unitSince(long from) {
        double nano = 0;
        double calls = 0;
        for (long h = Math.max(from, hour - DAY + 1); h <= hour; h++) {
            if (s.lasting.hours[slot(h, DAY)] == 0 || !isKnown(h)) continue;
            nano += demand(h) * unitOf(h);
            calls += demand(h);
        }
        return calls > 0 ? nano / calls : unitBefore;
    }

    /** Whether a call costs more than before. This method also sets the earlier cost and the threshold. */
    private boolean unit() {
        int n = 0;
        short[] days = new short[DAYS];
        long today = hour / DAY;
        long first = Math.max(s.lasting.from, today - DAYS + 1);
        for (long d = first; d < before / DAY; d++) {
            short code = s.lasting.days[slot(d, DAYS)];
            if (code > 0) days[n++] = code;
        }
        if (n < LEAST_DAYS) return false;
        Arrays.sort(days, 0, n);
        double usual = days[(n - 1) / 2];
        double line = Math.max(STEPS * UNIT, UNIT_HISTORY * (days[n - 1 - n / ODD] - usual));
        unitBefore = Math.exp(usual / STEPS);
        unitLine = usual + ease * line;
        int known = 0;
        int above = 0;
        for (int back = 0; back < DAY; back++) {
            short code = s.lasting.hours[slot(hour - back, DAY)];
            if (code == 0) continue;
            known++;
            if (code > unitLine) above++;
            else if (known <= NEWEST && ease == 1) return false;
        }
        return known >= LEAST_HOURS && 2 * above > known;
    }

    private boolean moreCalls() {
        return isRaised(hour) && isRaised(hour - DAY) && raised(DAY + 1) >= CALLS_HOURS;
    }

    private int raised(int hours) {
        int n = 0;
        for (int back = 0; back < hours; back++) if (isRaised(hour - back)) n++;
        return n;
    }

    /** Whether an hour had more calls than that time of day ever had in the week before the change. */
    private boolean isRaised(long h) {
        if (!isKnown(h)) return false;
        short most = 0;
        int days = 0;
        for (int day = 1; day <= 7; day++) {
            for (int j = -1; j <= 1; j++) {
                long at = h + j - (long) DAY * day;
                if (at >= before || at < (long) DAY * s.lasting.from || !isKnown(at)) continue;
                days++;
                most = (short) Math.max(most, s.hours.demand[ScopeState.hourSlot(at)]);
            }
        }
        double line = ease * CALLS;
        if (days == 0 || s.hours.demand[ScopeState.hourSlot(h)] <= most + CODE_STEPS * line) return false;
        double longer = Math.max(LogCode.value(most), s.weeks.ofHour(h)) * s.weeks.ofMonth(h);
        return demand(h) > Math.exp(line) * longer;
    }

    private boolean isKnown(long h) {
        return Expectation.known(s, h, hour + 1);
    }

    private double demand(long h) {
        return LogCode.value(s.hours.demand[ScopeState.hourSlot(h)]);
    }

    /** The calls per minute in the same hour a week before, or on the newest day before the change. */
    private double usual(long h) {
        if (isKnown(h - WEEK)) return demand(h - WEEK);
        long at = h - DAY;
        while (at >= before) at -= DAY;
        return isKnown(at) ? demand(at) : demand(h);
    }

    private double unitOf(long h) {
        short code = s.lasting.hours[slot(h, DAY)];
        return code > 0 ? Math.exp(code / STEPS) : s.units.ofCall();
    }

    /**
     * The first minute of the first two consecutive hours with the change, or of the first day, if the cost of a call
     * had risen before the trailing day. If there was a deployment within an hour of that minute, or on that day, the
     * result is the deployment's minute. Otherwise, if a surge began in that hour or on that day, it is the surge's onset.
     */
    private long onset(boolean unit) {
        long h = hour - (unit ? DAY : LATEST) + 1;
        while (h < hour && !(has(h, unit) && has(h + 1, unit))) h++;
        long earlier = unit ? daysBefore(h) : h;
        long at = earlier * DataMinute.HOUR;
        long until = at + (earlier < h ? DataMinute.DAY : DataMinute.HOUR);
        if (s.deployed >= at - DataMinute.HOUR && s.deployed < until) return s.deployed;
        long surge = s.episode.open ? s.episode.onset : s.episode.pastOnset;
        return surge >= at && surge < until ? surge : at;
    }

    /** The first hour of the days before the trailing day on which calls cost more. Without such days, that hour. */
    private long daysBefore(long h) {
        if (h > hour - DAY + 1) return h;
        long day = h / DAY;
        while (day >= before / DAY && s.lasting.days[slot(day, DAYS)] > unitLine) day--;
        return Math.min(h, (day + 1) * DAY);
    }

    private boolean has(long h, boolean unit) {
        return unit ? s.lasting.hours[slot(h, DAY)] > unitLine : isRaised(h);
    }

    private static short median(short[] codes, int least) {
        short[] known = codes.clone();
        Arrays.sort(known);
        int unknown = 0;
        while (unknown < known.length && known[unknown] == 0) unknown++;
        return known.length - unknown < least ? 0 : known[(unknown + known.length) / 2];
    }

    private static short code(double nano) {
        return (short) Math.max(1, Math.min(Short.MAX_VALUE, Math.round(STEPS * Math.log(nano))));
    }

    private static int slot(long index, int length) {
        return (int) Math.floorMod(index, (long) length);
    }
}
