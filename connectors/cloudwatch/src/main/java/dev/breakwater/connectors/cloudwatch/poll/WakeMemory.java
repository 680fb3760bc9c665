package dev.breakwater.connectors.cloudwatch.poll;

/** Keeps those asleep from being asked again and again for calls that none of them made. Not in the checkpoint. */
final class WakeMemory {
    private static final int PATIENCE_MINUTES = 10;
    private static final double MORE = 1.5;

    private double fruitless;
    private long fruitlessAt;
    private boolean lookForNew;

    boolean worthAsking(double unexplained, long minute) {
        return unexplained > MORE * fruitless || minute - fruitlessAt >= PATIENCE_MINUTES;
    }

    /** They are asked; until somebody is found it was for nothing, and perhaps it is a function not known yet. */
    void asked(double unexplained, long minute) {
        fruitless = unexplained;
        fruitlessAt = minute;
        lookForNew = true;
    }

    void found() {
        fruitless = 0;
        fruitlessAt = 0;
        lookForNew = false;
    }

    /** Whether new functions should be looked for now; says so once. */
    boolean takeLookForNew() {
        boolean look = lookForNew;
        lookForNew = false;
        return look;
    }
}
