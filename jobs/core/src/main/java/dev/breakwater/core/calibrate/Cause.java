package dev.breakwater.core.calibrate;

import java.io.Serializable;

/**
 * Something that makes the bill differ from what the metrics of the watched regions tell.
 *
 * @param name for people, for example {@code cold starts}
 * @param low  by what share it changes the bill at the least; -.17 = 17 % lower
 * @param high at the most
 */
public record Cause(String name, double low, double high) implements Serializable {

    /** INIT, which is billed and in no metric; two standard errors wide. */
    public static Cause coldStarts(InitShare init) {
        double low = Math.max(0, init.share() - 2 * init.error());
        return new Cause("cold starts", low, init.share() + 2 * init.error());
    }

    /** Regions that are not watched, up to that share of what is. */
    public static Cause otherRegions(double atMost) {
        return new Cause("other regions", 0, atMost);
    }

    /** A compute savings plan, up to that share of the list price. */
    public static Cause savingsPlan(double atMost) {
        return new Cause("savings plan", -atMost, 0);
    }
}
