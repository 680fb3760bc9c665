package dev.breakwater.core.control;

import java.util.ArrayList;
import java.util.List;

/** The hours of the last eight weeks in which a function surged, in order. Stored. */
public class SeenState {
    public List<Hour> hours = new ArrayList<>();

    public SeenState() {}

    /** One surge. Stored. */
    public static class Hour {
        /** Hours since 1970. */
        public long hour;
        /**
         * The most calls in a minute, including refused calls, and the highest cost above normal in nano-USD an hour.
         */
        public double demand;

        public long nanoPerHour;
        /** The incident that reported it last. */
        public String incident = "";
        /** Whether this surge excuses no later one, because it cost too much or a person marked it as an attack. */
        public boolean barred;

        public Hour() {}
    }
}
