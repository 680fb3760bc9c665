package dev.breakwater.guard.world;

import java.util.EnumSet;
import java.util.Set;

/** Everything that can go wrong, and everything that asks for throttles; each kind is drawn by itself and counted. */
enum Fault {
    // answers of AWS, call by call
    SLOW,
    THROTTLED,
    SERVER_ERROR,
    RESET_BEFORE,
    RESET_AFTER,
    CONFLICT,
    STALE_READ,
    UPDATING,
    // stretches
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
    // moments at AWS
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
    // the process
    CHECKPOINT_FAILED,
    CRASH,
    CRASH_IN_ACT,
    ZOMBIE,
    RESTORED_OLDER,
    RESTORED_SAVEPOINT,
    STATE_LOST,
    LEDGER_LOST,
    STATE_AND_LEDGER_LOST,
    // people
    RESOLVED_BY_HAND,
    ASKED_APPROVE,
    ASKED_TWICE,
    ASKED_RELEASE,
    ASKED_HOLD,
    ASKED_ACCEPT,
    ASKED_PROTECT,
    ASKED_THROTTLE,
    // what asks for throttles
    FLOOD,
    SHORT_FLOOD,
    RISING_FLOOD,
    BUDGET_ORDER,
    FLEET_FLOOD;

    /** Why limits are set at all. */
    static final Set<Fault> ASKS_FOR_LIMITS = EnumSet.of(FLOOD, SHORT_FLOOD, RISING_FLOOD, FLEET_FLOOD, BUDGET_ORDER);

    /** The pager cannot be reached, so that what stands there cannot be put right; it is tried again minutes later. */
    static final Set<Fault> PAGER = EnumSet.of(PAGER_AWAY, PAGER_BAD_KEY, PAGER_LOST_ANSWERS);

    /** A limit loses its tags. */
    static final Set<Fault> TAGLESS = EnumSet.of(TAGS_WIPED, TAGS_WIPED_AGAIN_AND_AGAIN, TAG_ONE_LOST);

    /** Nothing can be read. */
    static final Set<Fault> UNREADABLE = EnumSet.of(AWS_AWAY, DENIED_MINUTES, DENIED_DAYS);

    /** Why AWS does not take a return. */
    static final Set<Fault> REFUSING = EnumSet.of(OLD_VALUE_REFUSED, REFUSED_UNRESERVED);
}
