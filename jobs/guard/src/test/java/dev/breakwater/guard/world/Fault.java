package dev.breakwater.guard.world;

import java.util.EnumSet;
import java.util.Set;

/** Everything that can go wrong, and everything that causes throttles. Each kind is drawn and counted separately. */
enum Fault {
    // faults in single answers of AWS
    SLOW,
    THROTTLED,
    SERVER_ERROR,
    RESET_BEFORE,
    RESET_AFTER,
    CONFLICT,
    STALE_READ,
    UPDATING,
    // faults that last for a time
    AWS_AWAY,
    DENIED_MINUTES,
    DENIED_DAYS,
    OLD_VALUE_REFUSED,
    FEED_SILENT,
    FEED_LATE,
    PAGER_AWAY,
    PAGER_BAD_KEY,
    PAGER_LOST_ANSWERS,
    SWEEP_AWAY,
    CHECKPOINTS_FAIL,
    LEDGER_FULL,
    SECOND_INSTANCE,
    RENAMED,
    MODE_CHANGED,
    POLICY_CHANGED,
    CLOCK_AHEAD,
    CLOCK_BEHIND,
    // single events at AWS
    REFUSED_UNRESERVED,
    REFUSED_PROVISIONED,
    POOL_USED,
    TAGS_WIPED,
    TAGS_WIPED_AGAIN_AND_AGAIN,
    TAG_ONE_LOST,
    TAG_EDITED,
    TAG_TAKEN_OVER,
    TAGS_FULL,
    HUMAN_BEFORE,
    HUMAN_WHILE_HELD,
    HUMAN_PUTS_BACK,
    HUMAN_SETS_OURS,
    HUMAN_SETS_ZERO,
    HUMAN_AFTER,
    RELEASE_BY_HAND,
    AGAIN_ALLOWED,
    DELETED,
    CREATED_ANEW,
    DEPLOYED,
    READ_BETWEEN_ACTS,
    ACT_BETWEEN_READS,
    // faults of the process
    CHECKPOINT_FAILED,
    CRASH,
    CRASH_IN_ACT,
    ZOMBIE,
    RESTORED_OLDER,
    RESTORED_SAVEPOINT,
    STATE_LOST,
    LEDGER_LOST,
    STATE_AND_LEDGER_LOST,
    // actions of people
    RESOLVED_BY_HAND,
    ASKED_APPROVE,
    ASKED_TWICE,
    ASKED_RELEASE,
    ASKED_HOLD,
    ASKED_ACCEPT,
    ASKED_PROTECT,
    ASKED_THROTTLE,
    ASKED_DECLINE,
    // causes of throttles
    FLOOD,
    SHORT_FLOOD,
    RISING_FLOOD,
    BUDGET_ORDER,
    FLEET_FLOOD;

    /** The kinds that cause throttles. */
    static final Set<Fault> ASKS_FOR_LIMITS = EnumSet.of(FLOOD, SHORT_FLOOD, RISING_FLOOD, FLEET_FLOOD, BUDGET_ORDER);

    /** The pager cannot be reached, so its texts cannot be corrected. The next attempt is minutes later. */
    static final Set<Fault> PAGER = EnumSet.of(PAGER_AWAY, PAGER_BAD_KEY, PAGER_LOST_ANSWERS);

    /** A limit loses its tags. */
    static final Set<Fault> TAGLESS = EnumSet.of(TAGS_WIPED, TAGS_WIPED_AGAIN_AND_AGAIN, TAG_ONE_LOST);

    /** No reads work. */
    static final Set<Fault> UNREADABLE = EnumSet.of(AWS_AWAY, DENIED_MINUTES, DENIED_DAYS);

    /** The kinds for which AWS refuses a release. */
    static final Set<Fault> REFUSING = EnumSet.of(OLD_VALUE_REFUSED, REFUSED_UNRESERVED);
}
