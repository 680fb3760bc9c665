package dev.breakwater.core.calibrate;

import java.util.Locale;

/** The verdict on a reading. */
public enum Verdict {
    ACCEPTED("counts"),
    FIRST("the first reading of this month: differences are taken from it"),
    CORRECTED("counts, from the last reading on: a correction before it stands"),
    NEW_LEVEL("counts: three readings agree on a new level"),
    TOO_SOON("too soon after the last one, or too little spend, to compare"),
    AHEAD("newer than our own samples"),
    OLD("not newer than the last one"),
    LAST_MONTH("still the total of last month"),
    BLIND("samples were missing since the last one"),
    BACKWARDS("lower than the last one of this month"),
    JUMP("the difference does not fit ours by far"),
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
