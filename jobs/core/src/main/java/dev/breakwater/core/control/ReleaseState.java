package dev.breakwater.core.control;

import dev.breakwater.core.policy.Lever;
import dev.breakwater.core.policy.LeverKind;

/**
 * A limit that is given back: stated until that was observed, then remembered for an hour, because a reading that was
 * taken before may still come. Stored. Times are epoch milliseconds of the safety clock.
 */
public class ReleaseState {

    public String function = "";
    public String incident = "";
    public String intent = "";
    public String reason = "";

    /** The last limit that we asked for, and what was found before our first (-1: none). */
    public int limit;

    public int previous = -1;

    /** Our own limit before the last, which may be what stands. */
    public int before = -1;

    public long until;
    public long releasedAt;
    public long statedAt;

    /** When the standing intent was named; 0 in what was stored by an earlier version. */
    public long intentAt;

    /** Whether our limit was observed set: then it takes a place of the blast radius until it was given back. */
    public boolean stands;

    /** Whether it was asked for and nobody has answered: it may be set yet, and takes a place too. */
    public boolean underWay;

    /** When it was observed given back, or 0 while it was not. */
    public long givenBackAt;

    /** How long the function is left alone once it was given back, milliseconds. */
    public long cooldown;

    /** Which limit: an old state knows reservations only. */
    public LeverKind leverKind = LeverKind.RESERVATION;

    public String mapping = "";

    public ReleaseState() {}

    public Lever lever() {
        return new Lever(leverKind, mapping);
    }

    public String limitKey() {
        return limitKey(function, lever());
    }

    /** Names the limit among those of the account. */
    public static String limitKey(String function, Lever lever) {
        return lever.isReservation() ? function : function + '|' + lever.mapping();
    }
}
