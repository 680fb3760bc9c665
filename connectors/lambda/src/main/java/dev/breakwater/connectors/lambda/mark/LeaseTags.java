package dev.breakwater.connectors.lambda.mark;

import java.util.List;
import java.util.Map;

/** The tags that are ever written on a function or event source mapping. The core reads the content of a lease tag. */
public final class LeaseTags {

    /** Says that a limit is ours, and how to undo it. */
    public static final String LEASE = "breakwater:lease";

    /** Every tag that is ever written. */
    public static final List<String> KEYS = List.of(LEASE, HandsOff.TAG);

    private LeaseTags() {}

    /** Whether any of them is among these. */
    public static boolean areIn(Map<String, String> tags) {
        return KEYS.stream().anyMatch(tags::containsKey);
    }
}
