package dev.breakwater.core.control;

import java.util.ArrayList;
import java.util.List;

/** The hours of the last eight weeks in which a function surged, in their order. Stored. */
public class SeenState {
    public List<Hour> hours = new ArrayList<>();

    public SeenState() {}

    /** One of them. Stored. */
    public static class Hour {
        /** Hours since 1970. */
        public long hour;
        /** The most calls of a minute, refused ones with them, and the most nano-USD above normal an hour. */
        public double demand;

        public long nanoPerHour;
        /** The incident that reported it last. */
        public String incident = "";
        /** Whether it excuses nothing: it cost too much, or a person called it an attack. */
        public boolean barred;

        public Hour() {}
    }
}
