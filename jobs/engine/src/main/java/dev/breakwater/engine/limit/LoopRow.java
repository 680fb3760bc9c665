package dev.breakwater.engine.limit;

import static dev.breakwater.engine.limit.Situation.Tag.GARBLED;
import static dev.breakwater.engine.limit.Situation.Tag.OTHERS;
import static dev.breakwater.engine.limit.Situation.Tag.OTHERS_STANDS;
import static dev.breakwater.engine.limit.Situation.Tag.RIGHT;
import static dev.breakwater.engine.limit.Situation.Tag.STALE;

import dev.breakwater.engine.limit.LimitState.Life;
import dev.breakwater.model.function.LimitReading.LimitValue;
import java.util.function.Predicate;

/**
 * A row of the loop's table. The table gives the next step, which depends on the wanted value and the readings. The
 * first matching row applies. A value is <em>settled</em> if two readings at least 60 s apart agree on the value, and
 * both readings began more than 90 s after our last call that set a value. It is <em>confirmed</em> if such readings
 * are at least 10 s apart. A value is <em>believed</em> if it is settled, or if a reading agrees with our last answered
 * call.
 */
enum LoopRow {
    UNSEEN(Life.SETTING, "unknown for 10 min", "", Move.COULD_NOT, s -> s.isOverdue() && !s.isTold()),
    UNREAD("any", "not read yet", "", Move.READ, s -> s.s().readings.readAt == 0),
    MISSING("any", "not found, settled", "", Move.GONE, s -> !s.s().readings.exists && s.isSettled()),
    MISSING_ONCE("any", "not found", "", Move.WAIT, s -> !s.s().readings.exists),
    UNREADABLE("any", "unknown during a change", "", Move.WAIT, s -> s.s().readings.value == LimitValue.UNREADABLE),
    ANEW_UNTAG(
            "SETTING, HELD or RETURNING",
            "created again: a settled value that Breakwater did not set, after the limit was not found",
            "ours",
            Move.UNTAG,
            s -> isCreatedAnew(s) && isTagged(s)),
    CREATED_ANEW(
            "SETTING, HELD or RETURNING",
            "created again, 90 s after our last call",
            "any other",
            Move.GONE,
            s -> isCreatedAnew(s) && s.isQuiet()),
    ANEW_WAITS("SETTING, HELD or RETURNING", "created again", "any other", Move.WAIT, LoopRow::isCreatedAnew),

    OTHER_HOLDS(
            Life.SETTING,
            "before a set was tried",
            "any",
            "another instance's",
            Move.COULD_NOT,
            s -> !s.s().acts.tried && in(s, OTHERS, OTHERS_STANDS)),
    UNKNOWN_TAG(Life.SETTING, "first", "any", "cannot be read", Move.COULD_NOT, first(s -> in(s, GARBLED))),
    LEFT_BEHIND(
            Life.SETTING,
            "first",
            "any",
            "our tag of a lease that the state has lost",
            Move.TAKE_ON,
            first(s -> in(s, STALE))),
    TIGHT(Life.SETTING, "first", "already at or below the limit", "", Move.COULD_NOT, first(Situation::isTight)),
    LAPSED(Life.SETTING, "first", "any value, too late to set a limit", "", Move.COULD_NOT, first(Situation::isLapsed)),
    BEGIN(Life.SETTING, "first", "any; it becomes the earlier value", "none", Move.TAG, first(s -> true)),

    SET_SEEN(
            Life.SETTING,
            "the wanted value, believed and read in the last 90 s",
            "",
            Move.HOLD,
            s -> isSeen(s) && s.isRecent()),
    SET_TAKEN(Life.SETTING, "ours", "another instance's tag, which describes the value", Move.TAKEN, LoopRow::isTaken),
    SET_OTHERS(Life.SETTING, "another value, settled", "", Move.YIELD, s -> isForeign(s) && s.isSettled()),
    SET_DELETED(
            Life.SETTING,
            "was set",
            "the earlier value, settled",
            "",
            Move.YIELD,
            s -> s.s().acts.wasSet && s.isFound() && s.isSettled()),
    OVERDUE(Life.SETTING, "not observed in 10 min", "", Move.COULD_NOT, s -> s.isOverdue() && !isSeen(s)),
    SET_UNSURE(Life.SETTING, "another value", "", Move.WAIT, LoopRow::isForeign),
    TOO_LATE(
            Life.SETTING,
            "never set",
            "the earlier value, too late to set a limit",
            "",
            Move.COULD_NOT,
            s -> !s.s().acts.wasSet && s.isFound() && s.isLapsed()),
    SET_RETAG(Life.SETTING, "ours or the earlier value", "not right", Move.TAG, LoopRow::mayRetag),
    SET_UNTAGGED(Life.SETTING, "ours or the earlier value", "not right", Move.WAIT, s -> !in(s, RIGHT)),
    SET_WAITS(
            Life.SETTING,
            "the earlier value, after AWS answered a set call",
            "right",
            Move.WAIT,
            s -> s.s().acts.wasSet && s.isFound()),
    ANSWERED(
            Life.SETTING,
            "the wanted value, answered",
            "right",
            Move.WAIT,
            s -> s.s().acts.left == s.s().intent.wanted && !s.isSettled()),
    SET_SHOWS(
            Life.SETTING,
            "the wanted value, not believed yet",
            "right",
            Move.WAIT,
            s -> s.isWanted() && !s.isSettled()),
    SET(Life.SETTING, "our older value, or the earlier value", "right", Move.SET, s -> true),

    HELD_TAKEN(Life.HELD, "ours", "another instance's tag, which describes the value", Move.TAKEN, LoopRow::isTaken),
    HELD_CHANGED(
            Life.HELD,
            "a confirmed value that Breakwater did not set",
            "",
            Move.YIELD,
            s -> !s.isOurs() && s.isConfirmed()),
    HELD_OLDER(Life.HELD, "our older value, settled", "right", Move.SET, s -> isOlder(s) && in(s, RIGHT)),
    HELD_RETAG(Life.HELD, "ours", "not right", Move.TAG, s -> s.isOurs() && mayRetag(s)),
    HELD(Life.HELD, "any other", "", Move.WAIT, s -> true),

    BACK_LEFT_BEHIND(
            Life.RETURNING,
            "before a set was tried",
            "any",
            "our tag of a lease that the state has lost",
            Move.TAKE_ON,
            s -> s.isFirst() && in(s, STALE)),
    BACK(Life.RETURNING, "the earlier value, believed", "", Move.BACK, s -> isBack(s) && !s.s().reports.toldBack),
    BACK_UNTAG(Life.RETURNING, "the earlier value, believed", "ours", Move.UNTAG, s -> isBack(s) && isTagged(s)),
    BACK_QUIET(Life.RETURNING, "the earlier value, 90 s later", "no tag of ours", Move.FREE, LoopRow::isFree),
    BACK_WAITS(Life.RETURNING, "the earlier value", "", Move.WAIT, Situation::isFound),
    BACK_CHANGED(Life.RETURNING, "another value, settled", "", Move.YIELD, s -> isForeign(s) && s.isSettled()),
    BACK_OTHERS(
            Life.RETURNING,
            "release reported",
            "ours",
            "another instance's tag, which describes the value",
            Move.FREE,
            s -> s.s().reports.toldBack && isTaken(s)),
    BACK_TAKEN(
            Life.RETURNING, "ours", "another instance's tag, which describes the value", Move.TAKEN, LoopRow::isTaken),
    BACK_UNSURE(Life.RETURNING, "another value, or the earlier value is unknown", "", Move.WAIT, s -> !mayReturn(s)),
    BACK_RETAG(
            Life.RETURNING,
            "ours",
            "missing, unreadable or another instance's tag",
            Move.TAG,
            s -> !in(s, RIGHT, STALE)),
    BACK_ANSWERED(
            Life.RETURNING,
            "our value, after AWS answered a release call",
            "ours",
            Move.WAIT,
            s -> s.s().acts.left == s.s().intent.found && !s.isSettled()),
    BACK_STOPGAP_TAG(
            Life.RETURNING,
            "refused by AWS",
            "our value, which is lower than AWS accepts",
            "ours, without the stopgap",
            Move.TAG,
            s -> s.s().acts.stopgap > s.s().readings.value && !in(s, RIGHT)),
    BACK_STOPGAP(
            Life.RETURNING,
            "refused by AWS",
            "our value, which is lower than AWS accepts",
            "ours",
            Move.STOPGAP,
            s -> s.s().acts.stopgap > s.s().readings.value),
    BACK_AGAIN(Life.RETURNING, "release reported", "ours", "ours", Move.CAME_BACK, s -> s.s().reports.toldBack),
    RETURN(Life.RETURNING, "ours", "ours", Move.RESTORE, s -> true),

    LATE_CALL(
            "YIELDED or FREE, watched",
            "ours, settled",
            "no tag of another instance that describes the value",
            Move.CAME_BACK,
            s -> isWatched(s) && s.isOurs() && !s.isFound() && !in(s, OTHERS_STANDS) && s.isSettled()),
    LEFT_TAG(
            "YIELDED or FREE",
            "no value of ours",
            "ours",
            Move.UNTAG,
            s -> isLet(s) && (s.isFound() || !s.isOurs()) && isTagged(s)),
    LEARNED(
            "YIELDED or FREE",
            "another value, settled",
            "",
            Move.LEARN,
            s -> isLet(s) && isForeign(s) && s.isSettled()),
    YIELDED(Life.YIELDED, "24 h over", "", Move.FORGET, s -> s.now() >= s.s().since + Limits.HANDS_OFF),
    FREE(Life.FREE, "watch over", "", Move.FORGET, s -> !isWatched(s)),
    WATCHED("YIELDED or FREE", "any other", "", Move.WAIT, s -> true);

    /** The effect of a row, which is a call or a change of the state. */
    enum Move {
        WAIT("read again"),
        READ("read"),
        TAG("write the tag"),
        SET("set the wanted value"),
        RESTORE("set the earlier value"),
        UNTAG("remove the tag"),
        STOPGAP("set the largest value that AWS accepts"),
        HOLD("HELD"),
        COULD_NOT("RETURNING, and report why the limit could not be set"),
        YIELD("YIELDED, and the value stays"),
        TAKE_ON("continue that lease"),
        TAKEN("page, and wait for the end of the other lease"),
        BACK("report the release"),
        FREE("FREE"),
        CAME_BACK("RETURNING"),
        LEARN("it becomes the earlier value"),
        GONE("forget it, and report that it is gone"),
        FORGET("forget it");

        final String text;

        Move(String text) {
            this.text = text;
        }
    }

    final String life;
    final String value;
    final String tag;
    final Move move;
    private final Predicate<Situation> fits;

    LoopRow(String life, String value, String tag, Move move, Predicate<Situation> fits) {
        this.life = life;
        this.value = value;
        this.tag = tag;
        this.move = move;
        this.fits = fits;
    }

    /** A row of one state of the limit. */
    LoopRow(Life life, String value, String tag, Move move, Predicate<Situation> fits) {
        this(life.name(), value, tag, move, s -> s.is(life) && fits.test(s));
    }

    /** A row of one state of the limit, in the given part of that state. */
    LoopRow(Life life, String when, String value, String tag, Move move, Predicate<Situation> fits) {
        this(life + ", " + when, value, tag, move, s -> s.is(life) && fits.test(s));
    }

    static LoopRow of(Situation s) {
        for (LoopRow row : values()) if (row.fits.test(s)) return row;
        throw new IllegalStateException("the last row always fits");
    }

    private static Predicate<Situation> first(Predicate<Situation> fits) {
        return s -> s.isFirst() && fits.test(s);
    }

    private static boolean in(Situation s, Situation.Tag... tags) {
        Situation.Tag is = s.tag();
        for (Situation.Tag tag : tags) if (tag == is) return true;
        return false;
    }

    private static boolean isCreatedAnew(Situation s) {
        return s.s().readings.missed && !isLet(s) && !s.isFirst() && !s.isOurs() && s.isSettled();
    }

    private static boolean isSeen(Situation s) {
        return s.isWanted() && s.isBelieved();
    }

    private static boolean isForeign(Situation s) {
        return !s.isOurs() && !s.isFound() && s.s().intent.found != LimitValue.UNKNOWN;
    }

    /** Whether a value that we could have set has another instance's tag. */
    private static boolean isTaken(Situation s) {
        return s.isOurs() && in(s, OTHERS_STANDS);
    }

    /** Whether no value is wanted and no value must be released. */
    private static boolean isLet(Situation s) {
        return s.is(Life.YIELDED) || s.is(Life.FREE);
    }

    private static boolean isOlder(Situation s) {
        return s.isOurs() && !s.isWanted() && s.isSettled();
    }

    /** Whether our tag may be rewritten. A tag with an outdated value may be rewritten at once. */
    private static boolean mayRetag(Situation s) {
        return !in(s, RIGHT) && (in(s, STALE) || s.mayRetag());
    }

    /**
     * Whether the earlier value is in force again. If the earlier value is unknown, any value that this instance did
     * not set counts.
     */
    private static boolean isBack(Situation s) {
        if (s.s().intent.found == LimitValue.UNKNOWN && !s.isFirst()) return !s.isOurs() && s.isSettled();
        return s.isFirst() || s.isFound() && (!s.s().acts.tried || s.isBelieved());
    }

    /**
     * Whether the limit may have a tag from this instance. Before this instance's first call, even an unreadable tag
     * does not count as a tag of this instance.
     */
    private static boolean isTagged(Situation s) {
        return !s.isFirst() && in(s, RIGHT, STALE, GARBLED);
    }

    private static boolean isFree(Situation s) {
        return isBack(s) && s.isQuiet() && !isTagged(s);
    }

    private static boolean mayReturn(Situation s) {
        return s.isOurs() && s.s().intent.found != LimitValue.UNKNOWN;
    }

    private static boolean isWatched(Situation s) {
        return !s.s().readings.watchOver && s.now() < s.s().since + Limits.HANDS_OFF;
    }
}
