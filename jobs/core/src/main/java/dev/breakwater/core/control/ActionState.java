package dev.breakwater.core.control;

import dev.breakwater.core.policy.LeverKind;

/** One action of an incident, stored. */
public class ActionState {
    public String type = "";
    public long at;
    public int value;
    /** The limit; an old state knows reservations only. */
    public LeverKind leverKind = LeverKind.RESERVATION;

    public String mapping = "";

    public ActionState() {}
}
