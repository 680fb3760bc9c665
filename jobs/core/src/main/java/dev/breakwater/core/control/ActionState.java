package dev.breakwater.core.control;

import dev.breakwater.core.policy.LeverKind;

/** One action on a limit during an incident. Flink stores this class. */
public class ActionState {
    public String type = "";
    public long at;
    public int value;
    public LeverKind leverKind = LeverKind.RESERVATION;

    public String mapping = "";

    public ActionState() {}
}
