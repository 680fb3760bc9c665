package dev.breakwater.core.calibrate;

import java.util.Locale;

/** The verdict on a reading. */
public enum Verdict {
    ACCEPTED("counts"),
    FIRST("this is the first reading of the month, and later ones are compared with it"),
    CORRECTED("the reading counts from the last one on; an earlier correction stays"),
    NEW_LEVEL("the reading counts, because three readings agree on a new level"),
    TOO_SOON("the reading came too soon after the last one, or there was too little spend to compare"),
    AHEAD("newer than our own samples"),
    OLD("the reading is not newer than the last one"),
    LAST_MONTH("the reading still has the total of last month"),
    BLIND("samples have been missing since the last reading"),
    BACKWARDS("the reading is lower than the last one of this month"),
    JUMP("the difference is far from our count"),
    INVALID("no amount of money");

    private final String text;

    Verdict(String text) {
        this.text = text;
    }

    /** One line for people. */
    public String text() {
        return text;
    }

    /** The name in files, for example {@code last-month}. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether the reading was refused as wrong; the factor is kept. */
    public boolean rejected() {
        return this == BACKWARDS || this == JUMP || this == INVALID;
    }
}
