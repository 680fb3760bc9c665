package dev.breakwater.core.observe;

/** Why a minute's platform reports are not believed. */
public enum Doubt {
    /** They are. */
    NONE(""),
    /** Far more calls were reported than ran. */
    CALLS("more reports than calls"),
    /** A report of more memory than the function has. */
    MEMORY("the memory contradicts the inventory"),
    /** One call costs more than its timeout allows. */
    TIMEOUT("a call took longer than the timeout allows"),
    /** Together longer than Duration and INIT can be. */
    DURATION("the reported time is longer than Duration and INIT together");

    private final String words;

    Doubt(String words) {
        this.words = words;
    }

    /** For people. */
    public String words() {
        return words;
    }
}
