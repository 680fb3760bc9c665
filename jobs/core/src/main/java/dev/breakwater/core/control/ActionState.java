package dev.breakwater.core.control;

/** One action of an incident, stored. */
public class ActionState {
    public String type = "";
    public long at;
    public int value;

    public ActionState() {}
}
