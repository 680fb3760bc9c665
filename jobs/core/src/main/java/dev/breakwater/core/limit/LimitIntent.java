package dev.breakwater.core.limit;

import java.util.ArrayList;
import java.util.List;

/** The value that is wanted for a limit, for whom and until when. Flink stores this class. Times are epoch milliseconds. */
public class LimitIntent {
    /** The lease's name, as in the ledger's lines and in the tag. */
    public String lease = "";

    public String incident = "";
    /** Wire name of the reason for the wanted value. */
    public String reason = "";
    /** The value that is wanted in the stages SETTING and HELD. */
    public int wanted = Limits.NONE;
    /** The value before this lease, which is never a value that this instance set. */
    public int found = Limits.UNKNOWN;
    /** Values that this lease has set or tried to set, oldest first. */
    public List<Integer> ours = new ArrayList<>();
    /** Values of earlier leases that were released recently. A late call may still set a value of an earlier lease. */
    public List<Integer> past = new ArrayList<>();
    /** End of the lease, which never moves to a later time. */
    public long until;
    /** Number of the newest snapshot before the decision. Every later complete snapshot contains the decision. */
    public long decidedAfter;
    /** After this time, Breakwater no longer sets the limit. */
    public long notAfter;
    /** When the wanted value was requested. */
    public long askedAt;
    /** How long the function is not throttled again after the release, in milliseconds. */
    public long cooldown;

    public LimitIntent() {}
}
