package dev.breakwater.core.limit;

/** The open or next call on a limit, and its failures. Flink stores this class. Times are epoch milliseconds. */
public class LimitCalls {
    /** When the open call began, or 0. */
    public long callAt;
    /** The time since which a call has been waiting to begin, or 0. */
    public long gatedSince;
    /** When the waiting call was last checked. */
    public long gatedAt;
    /** Breakwater makes no call before this time. */
    public long notBefore;
    /** The number of failures in a row. Each failure makes the wait before the next call longer. */
    public int failures;
    /** AWS's error. The error is empty if AWS did not answer. */
    public String trouble = "";

    public LimitCalls() {}
}
