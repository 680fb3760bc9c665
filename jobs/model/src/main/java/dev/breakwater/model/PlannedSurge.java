package dev.breakwater.model;

import java.util.Locale;

/**
 * The expectation of a configured window for a scope in one minute. Flink stores this record, so its constructor has no
 * checks.
 *
 * @param window name of the window, empty if there is none
 * @param expect expected multiple of the usual traffic, at least 1
 */
public record PlannedSurge(String window, double expect) {

    /** The value outside all windows. */
    public static final PlannedSurge NONE = new PlannedSurge("", 1);

    public boolean present() {
        return !window.isEmpty();
    }

    /** Text for people, such as {@code 6 x the usual: window black-friday}. */
    public String text() {
        String times = expect == Math.rint(expect)
                ? String.format(Locale.ROOT, "%.0f", expect)
                : String.format(Locale.ROOT, "%.2f", expect);
        return times + " x the usual: window " + window;
    }
}
