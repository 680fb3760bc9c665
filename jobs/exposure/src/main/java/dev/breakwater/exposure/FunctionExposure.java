package dev.breakwater.exposure;

import dev.breakwater.exposure.Exposure.Cost;
import dev.breakwater.exposure.Exposure.Cost.Rates;
import dev.breakwater.exposure.entry.Invokers.Invoker;
import dev.breakwater.exposure.loop.Loop;
import dev.breakwater.exposure.model.AccountReading.FunctionReading;
import dev.breakwater.exposure.model.AccountReading.Usage.Peaks;
import dev.breakwater.model.Scope;
import dev.breakwater.model.Wire;
import dev.breakwater.model.exposure.Fact;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The worst-case cost of one function.
 *
 * @param invokers   callers that can start the function, the most open first
 * @param loops      loops that the function is in
 * @param suggestion a reservation that would lower the cap, computed from the function's history; or null
 * @param couldDo    possible actions of somebody who takes over the function, and who else may change its code
 */
public record FunctionExposure(
        FunctionReading reading,
        FunctionExposure.Risk risk,
        Cap cap,
        Cost cost,
        List<Invoker> invokers,
        List<Loop> loops,
        FunctionExposure.Suggestion suggestion,
        List<String> couldDo,
        Set<Flag> flags) {

    public Scope scope() {
        return reading.scope();
    }

    /** Returns whether anyone can start the function. If {@link #unsure()} is true, a false result means nothing. */
    public boolean open() {
        return risk == Risk.PUBLIC;
    }

    /** Returns whether the function may be public because of an unknown fact. */
    public boolean unsure() {
        return !open() && Risk.unsure(reading, invokers);
    }

    /** A finding that needs attention, apart from the cost. */
    public enum Flag {
        /** The function was created or changed in the last 7 days. */
        NEW("new or changed in 7 days"),
        /** The function was not invoked for 30 days. */
        UNUSED("unused for 30 days"),
        UNTAGGED("untagged"),
        /** The function's role has broad permissions, or too many callers may change the function's code. */
        WIDE("wide rights");

        private final String text;

        Flag(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }
    }

    /** The risks, most urgent first. Within a risk, the most expensive function comes first. */
    public enum Risk implements Wire {
        /** Anyone can start the function. */
        PUBLIC,
        /** The function can start itself. */
        LOOP,
        /** The function may be public. The deciding fact could not be read, or Breakwater never reads that fact. */
        UNKNOWN,
        /**
         * Another account can start the function, a known service can start it for any account, or an API admits
         * callers by key or signature.
         */
        SHARED,
        /** Only this account can start the function. */
        INTERNAL;

        static Risk of(FunctionReading f, List<Invoker> invokers, List<Loop> loops) {
            if (invokers.stream().anyMatch(Invoker::open)) return PUBLIC;
            if (!loops.isEmpty()) return LOOP;
            if (unsure(f, invokers)) return UNKNOWN;
            return invokers.stream().anyMatch(Invoker::foreign) ? SHARED : INTERNAL;
        }

        /**
         * Returns whether Breakwater does not know if the function is public. The deciding fact was not read, or
         * Breakwater never reads that fact.
         */
        static boolean unsure(FunctionReading f, List<Invoker> invokers) {
            return f.unread().stream().anyMatch(Fact::decidesPublic)
                    || invokers.stream().anyMatch(Invoker::unsure);
        }
    }

    /**
     * A suggested reservation from a function's own history.
     *
     * @param reservation the highest peak plus headroom, at least 2
     * @param minutes the minutes of history in which the function ran
     * @param choices this reservation and alternatives, smallest first, with their costs and the minutes in which they
     *     would refuse calls
     */
    public record Suggestion(int reservation, int minutes, List<Choice> choices) {

        private static final int FLOOR = 2;

        /** @param minutesAbove the minutes of history in which the reservation would have refused calls */
        public record Choice(int reservation, int minutesAbove, Cost cost) {}

        /** @param headroom factor above the highest peak, 1 and above */
        static Suggestion of(Peaks peaks, FunctionReading f, double headroom, Rates rates) {
            int suggested = atLeastFloor(headroom * peaks.highest());
            TreeSet<Integer> limits = new TreeSet<>();
            limits.add(atLeastFloor(peaks.quantile(0.99)));
            limits.add(atLeastFloor(peaks.quantile(0.999)));
            limits.add(atLeastFloor(peaks.highest()));
            limits.add(suggested);
            List<Choice> choices = new ArrayList<>();
            for (int limit : limits) {
                Cost cost = Cost.at(limit, f, rates);
                choices.add(new Choice(limit, peaks.minutesAbove(limit), cost));
            }
            return new Suggestion(suggested, peaks.minutes(), choices);
        }

        private static int atLeastFloor(double limit) {
            return Math.max(FLOOR, (int) Math.ceil(limit - 1e-9));
        }
    }
}
