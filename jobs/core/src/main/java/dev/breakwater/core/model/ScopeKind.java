package dev.breakwater.core.model;

/** What a verdict is about. The order is the order in which verdicts of one minute are decided. */
public enum ScopeKind {
    FUNCTION,
    GROUP,
    ACCOUNT;

    /** The name in files: {@code function}, {@code group} or {@code account}. */
    public String wire() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
