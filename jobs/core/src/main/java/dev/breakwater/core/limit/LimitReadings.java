package dev.breakwater.core.limit;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** This run's readings of a limit. Flink stores this class. Times are epoch milliseconds. */
public class LimitReadings {
    /** When the newest reading began, or 0 if this run has not read the limit. */
    public long readAt;

    public boolean exists = true;
    /** Whether a reading did not find the function, although our value was seen on it before. */
    public boolean missed;
    /** The value in the newest reading. */
    public int value = Limits.UNKNOWN;
    /** The lease tag in the newest reading, or null. */
    public @Nullable String tag;
    /** The time since which all readings have agreed with the newest reading, or 0. */
    public long agreeSince;
    /** The value in the newest reading that has a value. A reading during a change has no value. */
    public int shown = Limits.UNKNOWN;
    /** When the newest reading with a value began. 0 if no reading of this run had a value. */
    public long shownAt;

    public LimitReadings() {}

    /** The content of the tag, which must be readable. */
    LeaseTag leaseTag() {
        return Objects.requireNonNull(LeaseTag.read(Objects.requireNonNull(tag)).tag());
    }
}
