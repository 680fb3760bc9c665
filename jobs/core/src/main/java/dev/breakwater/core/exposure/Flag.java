package dev.breakwater.core.exposure;

/** What somebody should look at besides the cost. */
public enum Flag {
    /** Made or changed in the last 7 days. */
    NEW("new or changed in 7 days"),
    /** Not invoked for 30 days. */
    UNUSED("unused for 30 days"),
    UNTAGGED("untagged"),
    /** Its role, or who may change its code, is wider than the named list. */
    WIDE("wide rights");

    private final String text;

    Flag(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }
}
