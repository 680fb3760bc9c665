package dev.breakwater.core.control;

import dev.breakwater.core.policy.LeverKind;

/** One action of an incident, stored. */
public class ActionState {
    public String type = "";
    public long at;
    public int value;
    public LeverKind leverKind = LeverKind.RESERVATION;

    public String mapping = "";

    public ActionState() {}
}
