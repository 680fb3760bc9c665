package dev.breakwater.engine.control.state;

import java.util.ArrayList;
import java.util.List;

/** The hours of the last eight weeks in which a function had a surge at page level, in order. Flink stores this class. */
public class SeenState {
    public List<Hour> hours = new ArrayList<>();

    /** An hour with such a surge. Flink stores this class. */
    public static class Hour {
        /** The hour, counted from 1970. */
        public long hour;
        /** The most calls in a minute, including refused calls. The highest cost above normal, in nano-USD an hour. */
        public double demand;

        public long nanoPerHour;
        /** The last incident that reported the surge. */
        public String incident = "";
        /**
         * Whether this surge can never excuse a later surge, because it cost too much or a person marked it as an
         * attack.
         */
        public boolean barred;
        /** Whether a person accepted this surge, so that it excuses later surges at once. */
        public boolean accepted;
    }
}
