package dev.breakwater.core.watch;

import dev.breakwater.core.model.DataMinute;
import java.util.Arrays;

/**
 * Reports once that a subject is silent, and once that it is back. To avoid flapping, a subject counts as back only
 * after some time without another silence. If silence may only mean a lack of traffic, a page needs twice the longest
 * silence of the last seven days.
 */
public record SilenceWatch(SilenceWatch.SilenceState s, Watched w) {

    private static final long DAY = DataMinute.DAY * DataMinute.MILLIS;
    /** How long a feed without steady traffic must be watched until its usual silences are known. */
    private static final long KNOWN_AFTER = DAY;
    /** The longest silence without a report. A fleet that works only at night is reported when it misses a night. */
    private static final long LONGEST_ALLOWED = 26 * 3_600_000L;

    /** The result of a check. */
    public enum Verdict {
        NOTHING,
        SILENT,
        BACK
    }

    /** Starts to watch, or continues after a restart. */
    public void start(long now) {
        s.key = w.key();
        if (s.heardAt == 0) s.heardAt = now;
        // the pager may have an alert from after the last checkpoint, which is unknown here
        if (!s.told && now - s.heardAt >= w.patience().toMillis()) s.perhapsTold = true;
    }

    /** Records that the subject was seen. */
    public void heard(long startedAt, long now) {
        backTo(now);
        long silent = now - Math.max(s.heardAt, startedAt);
        if (w.quiet() && s.firstAt != 0 && !(s.told && s.sure)) learn(silent, now);
        if (s.told || s.perhapsTold) {
            if (s.backAt == 0 || silent >= allowed(now)) s.backAt = now;
        }
        if (s.firstAt == 0) s.firstAt = now;
        s.heardAt = now;
    }

    /** Checks the subject. Call it every few seconds. */
    public Verdict look(long startedAt, long now) {
        backTo(now);
        long silent = now - s.heardAt;
        long allowed = allowed(now);
        // the subject must be seen until the end of that time, because a single sign of life is not a return
        boolean settled = s.backAt != 0 && s.heardAt - s.backAt >= w.settling().toMillis();
        if (settled && silent < allowed) {
            clear();
            return Verdict.BACK;
        }
        if (s.told || silent < allowed || now - startedAt < w.grace().toMillis()) {
            return Verdict.NOTHING;
        }
        s.told = true;
        s.backAt = 0;
        s.sure = !w.quiet() || usuallyHeard(now);
        return Verdict.SILENT;
    }

    /**
     * Handles a clock that was ahead and was corrected. Otherwise, a time in the future would count as a sign of life
     * until that time.
     */
    private void backTo(long now) {
        s.heardAt = Math.min(s.heardAt, now);
        s.firstAt = Math.min(s.firstAt, now);
        s.backAt = Math.min(s.backAt, now);
        if (s.day <= now / DAY) return;
        // the jump of the clock looked like a silence, so the usual silence is learned again
        Arrays.fill(s.longest, 0);
        s.day = now / DAY;
        if (s.firstAt != 0) s.firstAt = now;
    }

    private void clear() {
        s.told = false;
        s.perhapsTold = false;
        s.backAt = 0;
    }

    private long allowed(long now) {
        long patience = w.patience().toMillis();
        return w.quiet() ? Math.max(patience, Math.min(LONGEST_ALLOWED, 2 * longest(now))) : patience;
    }

    private boolean usuallyHeard(long now) {
        boolean known = s.firstAt != 0 && now - s.firstAt >= KNOWN_AFTER;
        return known && longest(now) <= w.patience().toMillis();
    }

    private long longest(long now) {
        turnTo(now / DAY);
        return Arrays.stream(s.longest).max().orElse(0);
    }

    private void learn(long silent, long now) {
        turnTo(now / DAY);
        int today = (int) (s.day % s.longest.length);
        s.longest[today] = Math.max(s.longest[today], silent);
    }

    private void turnTo(long day) {
        for (long d = Math.max(s.day + 1, day - s.longest.length + 1); d <= day; d++) {
            s.longest[(int) (d % s.longest.length)] = 0;
        }
        s.day = Math.max(s.day, day);
    }

    /**
     * A report that a subject fell silent, or that it is seen again.
     *
     * @param raised  true if it fell silent, false if it is seen again
     * @param key     {@link Watched#key}
     * @param subject the kind of subject
     * @param account the account
     * @param region  the region of a place, otherwise empty
     * @param sure    whether something is certainly wrong; otherwise, there may have been no traffic
     * @param ever    whether the subject was ever seen
     * @param heardAt when the subject was last seen, or the start, epoch milliseconds
     * @param at      now, epoch milliseconds
     * @param refused unusable records of the feed since then: rejects and late ones
     * @param unread  whether none of them could be read, because the format is unknown
     * @param trouble the fault if it is known, otherwise empty
     */
    public record SilenceEvent(
            boolean raised,
            String key,
            Watched.Subject subject,
            String account,
            String region,
            boolean sure,
            boolean ever,
            long heardAt,
            long at,
            long refused,
            boolean unread,
            String trouble) {}

    /**
     * The time of the last sign of life, and whether silence was reported. Stored. All times are in epoch milliseconds.
     */
    public static final class SilenceState {

        /** {@link Watched#key}. */
        public String key = "";

        public long heardAt;
        /** When the subject was first seen. 0 if it never was. */
        public long firstAt;
        /** The time since which the subject is seen again after a silence, or 0. */
        public long backAt;
        /** Whether an alarm is open. */
        public boolean told;
        /** Whether an alert may be open that a crash erased from this state. */
        public boolean perhapsTold;
        /** Whether the open alarm said that something is certainly wrong. */
        public boolean sure;
        /** The longest ended silence of each of seven days, and the newest of these days, counted from 1970. */
        public long[] longest = new long[7];

        public long day;

        public SilenceState() {}
    }
}
