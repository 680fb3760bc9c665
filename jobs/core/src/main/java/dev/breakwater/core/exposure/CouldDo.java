package dev.breakwater.core.exposure;

/**
 * What whoever takes over a function could do.
 *
 * @param power the right
 * @param where {@code everywhere}, or the patterns that it is given for
 * @param how   the action, or the managed policy, that gives it
 */
public record CouldDo(Power power, String where, String how) {

    /** One line. */
    public String text() {
        return power.text() + ", " + where + " (" + how + ")";
    }
}
