package dev.breakwater.core.budget.meter;

import dev.breakwater.core.budget.DaySpendState;
import dev.breakwater.core.model.DataMinute;
import dev.breakwater.core.model.Scope;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What a function spent in a day in UTC, told once when the day can no longer change.
 *
 * @param groups the groups that it belongs to by then
 * @param day   days since 1970
 * @param nano  nano-USD
 * @param calls invocations and throttles
 */
public record DaySpend(Scope scope, List<String> groups, long day, long nano, long calls) {

    /** A minute can be revised for so long. */
    private static final int LATE = 15;

    /** Counts a difference of a minute; what the newest day still misses of an older one is told with it. */
    public static void add(DaySpendState s, long minute, long nano, long calls) {
        long day = DataMinute.dayOf(minute);
        if (day > s.day) {
            s.before = s.day;
            s.beforeNano = s.nano;
            s.beforeCalls = s.calls;
            s.day = day;
            s.nano = s.calls = 0;
        }
        if (day == s.day) {
            s.nano += nano;
            s.calls += calls;
        } else if (day == s.before) {
            s.beforeNano += nano;
            s.beforeCalls += calls;
        }
    }

    /** First arrival minute in which the day of a minute can no longer change. */
    public static long settledAt(long minute) {
        return (DataMinute.dayOf(minute) + 1) * DataMinute.DAY + LATE + BudgetMeter.PATIENCE;
    }

    /** A day that is over by an arrival minute and was not told yet. */
    public static Optional<DaySpend> settled(
            DaySpendState s, Scope function, Supplier<List<Scope>> groups, long arrival) {
        DaySpend told = null;
        if (s.before != Long.MIN_VALUE && arrival >= settledAt(s.before * DataMinute.DAY)) {
            told = new DaySpend(function, names(groups.get()), s.before, s.beforeNano, s.beforeCalls);
            s.before = Long.MIN_VALUE;
        } else if (s.day != Long.MIN_VALUE && arrival >= settledAt(s.day * DataMinute.DAY)) {
            told = new DaySpend(function, names(groups.get()), s.day, s.nano, s.calls);
            s.day = s.before = Long.MIN_VALUE;
            s.nano = s.calls = 0;
        }
        return Optional.ofNullable(told);
    }

    private static List<String> names(List<Scope> groups) {
        return groups.stream().map(Scope::key).toList();
    }
}
