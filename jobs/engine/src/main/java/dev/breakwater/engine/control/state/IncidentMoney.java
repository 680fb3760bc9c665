package dev.breakwater.engine.control.state;

import dev.breakwater.engine.control.IncidentSnapshot;
import dev.breakwater.model.Assessment;
import dev.breakwater.model.DataMinute;
import dev.breakwater.model.NanoUsd;
import java.util.HashMap;
import java.util.Map;

/** The cost of an incident above the expectation, in nano-USD. Flink stores this class. */
public class IncidentMoney {
    /** The cost in the trailing hour if every demanded call had run, and the highest value of this cost so far. */
    public long excessHourNano;

    public long mostHourNano;
    /** The cost since onset if every demanded call had run. */
    public long excessNano;
    /** The billed part of {@link #excessHourNano}. People see this figure. */
    public long billedHourNano;

    public long billedNano;
    /** The highest value that {@link #billedNano} ever had. */
    public long mostNano;
    /** The billed cost of the last three minutes, or since a later change of the limit, as an hourly rate. */
    public long nowNano;
    /** Whether the surge costs no more than normal now, even without a throttle. */
    public boolean stopped;
    /** The hourly cost above the expectation if the function used all its concurrency, or 0 if it is unknown. */
    public long ceilingNano;
    /** The newest minute that cost more than normal, or that would have without a throttle. It is -1 if there is none. */
    public long aboveMinute = -1;
    /** The cost that an earlier incident of the same surge already reported. */
    public long excessBaseNano;

    public long billedBaseNano;
    /** The throttle threshold in nano-USD an hour, if the mode, the policy and people allow a throttle. Otherwise 0. */
    public long throttleAboveNano;
    /** Whether a throttle above this threshold needs a person's approval, because of the mode. */
    public boolean throttleAsks;

    /**
     * The cost up to which a minute counts as normal, in nano-USD an hour: half a cent, or a tenth of the last hour's
     * cost.
     */
    private long asUsual() {
        return Math.max(5_000_000, billedHourNano / 10);
    }

    /** Updates the cost of the last three minutes. If the limit has just changed, only the newest minute counts. */
    public void now(Assessment a, boolean justChanged) {
        stopped = Math.max(a.amounts().billedRecent(), a.amounts().recentHour()) < asUsual();
        double above =
                a.readings().observed().usdPerHour() - a.readings().expected().usdPerHour();
        long recent = justChanged ? NanoUsd.of(above) : a.amounts().billedRecent();
        nowNano = stopped ? 0 : Math.max(0, recent);
        if (above * 1e9 >= asUsual()) aboveMinute = Math.max(aboveMinute, a.minute());
        // under a throttle, only the last three minutes together show the demand
        if (a.amounts().recentHour() >= asUsual()) aboveMinute = Math.max(aboveMinute, a.minute() - 2);
    }

    /** The throttle threshold, if a throttle comes above it and the cost was never higher. Otherwise 0. */
    public long throttleComesAbove() {
        return mostHourNano <= throttleAboveNano ? throttleAboveNano : 0;
    }

    /**
     * End of the last minute that cost more than normal, or that would have without a throttle, in epoch milliseconds.
     * The value is -1 while the surge continues.
     */
    public long stoppedAt() {
        return stopped && aboveMinute >= 0 ? DataMinute.endMillis(aboveMinute) : -1;
    }

    /**
     * The hourly cost of a surge. The result is the cost of the last hour or, during the first hour, the rate since
     * onset.
     *
     * @param age minutes since onset
     */
    public static long perHour(long age, long sinceOnset, long trailing) {
        return Math.max(0, age >= 60 || age < 1 ? trailing : Math.round(sinceOnset * 60.0 / age));
    }

    long hourNano(long age) {
        return Math.max(billedHourNano, perHour(age, billedNano, billedHourNano));
    }

    long demandHourNano(long age) {
        return Math.max(excessHourNano, perHour(age, excessNano, excessHourNano));
    }

    /**
     * The cost that the throttles of an incident averted, and the good calls that they refused. The class also has both
     * figures for a throttle that was not set. Costs are nano-USD, good calls are thousandths of a call. Flink stores
     * this class.
     */
    public static class Worth {
        public long avertedNano;
        /** The averted cost that was counted for each minute that can still be revised. */
        public Map<Long, Long> averted = new HashMap<>();
        /** Good calls that throttles refused: the total, and the count of each minute that can still be revised. */
        public long refusedMilli;

        public Map<Long, Long> refusals = new HashMap<>();
        /**
         * The limit that was not set, because of the mode or because of its low worth. The value is 0 if there is none.
         */
        public int wouldLimit;
        /** The cost that this limit would have averted, and the good calls that it would have refused. */
        public long wouldAvertNano;

        public long wouldRefuseMilli;
        /** Wire name of the reason why this limit was not set. */
        public String wouldWhy = "";
        /** Both hourly figures as text, for the throttle that was last proposed or set. */
        public String wouldWords = "";

        /** Subtracts the counts of this and later minutes, because the limit may have been gone by then. */
        public void takeBack(long minute) {
            avertedNano -= takenFrom(averted, minute);
            refusedMilli -= takenFrom(refusals, minute);
        }

        private static long takenFrom(Map<Long, Long> counted, long minute) {
            long sum = 0;
            for (Map.Entry<Long, Long> e : counted.entrySet()) if (e.getKey() >= minute) sum += e.getValue();
            counted.keySet().removeIf(m -> m >= minute);
            return sum;
        }

        /** Good calls that throttles refused so far, rounded. */
        public long refusedGood() {
            return Math.round(refusedMilli / 1000.0);
        }

        /** The throttle that was not set, or {@link IncidentSnapshot.Would#NONE}. */
        IncidentSnapshot.Would would() {
            if (wouldLimit <= 0) return new IncidentSnapshot.Would(0, 0, 0, "", wouldWords);
            long refuse = Math.round(wouldRefuseMilli / 1000.0);
            return new IncidentSnapshot.Would(wouldLimit, wouldAvertNano, refuse, wouldWhy, wouldWords);
        }

        /** Records that a throttle is set, and forgets the throttle that was prevented. */
        void begins(String words) {
            wouldLimit = 0;
            wouldWhy = "";
            wouldWords = words;
        }
    }
}
