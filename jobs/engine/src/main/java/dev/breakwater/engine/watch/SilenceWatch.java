package dev.breakwater.engine.watch;

import dev.breakwater.model.DataMinute;
import java.util.Arrays;

/**
 * Reports once when a subject becomes silent, and once when it is back. To avoid flapping, a subject counts as back
 * only after some time without another silence. If silence may only mean that there is no traffic, silence pages only
 * when it is twice the longest silence of the last seven days.
 */
public record SilenceWatch(SilenceWatch.SilenceState s, Watched w) {

    private static final long DAY = DataMinute.DAY * DataMinute.MILLIS;
    /** A feed without steady traffic must be watched this long before its usual silences are known. */
    private static final long KNOWN_AFTER = DAY;
    /**
     * A silence that is longer than this is always reported. A fleet that works only at night is therefore reported
     * when it misses a night.
     */
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
        // the pager may have an alert that was sent after the last checkpoint, so this state does not know the alert
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

    /** Checks the subject. This method must be called every few seconds. */
    public Verdict look(long startedAt, long now) {
        backTo(now);
        long silent = now - s.heardAt;
        long allowed = allowed(now);
        // a single sign of life does not end the silence, so the subject must still be seen at the end of this time
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
     * Corrects times in the future after the clock went back. A time in the future would count as a sign of life until
     * the clock reaches that time.
     */
    private void backTo(long now) {
        s.heardAt = Math.min(s.heardAt, now);
        s.firstAt = Math.min(s.firstAt, now);
        s.backAt = Math.min(s.backAt, now);
        if (s.day <= now / DAY) return;
        // the jump of the clock looked like a silence, so the usual silences are learned again
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
     * A report that a subject became silent, or that it is back.
     *
     * @param raised  true if the subject became silent, false if it is back
     * @param key     {@link Watched#key}
     * @param subject the kind of subject
     * @param account the account
     * @param region  the region of a place, otherwise empty
     * @param sure    true if there is certainly a fault; false if a lack of traffic may be the only reason
     * @param ever    whether the subject was ever seen
     * @param heardAt when the subject was last seen, epoch milliseconds; the time of the start if it was never seen
     * @param at      now, epoch milliseconds
     * @param refused number of rejected and late records of the feed since {@code heardAt}
     * @param unread  whether no record could be read, because the format is unknown
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
     * The time of the last sign of life, and whether silence was reported. Flink stores this class. All times are in
     * epoch milliseconds.
     */
    public static final class SilenceState {

        /** The subject's {@link Watched#key}. */
        public String key = "";

        public long heardAt;
        /** When the subject was first seen. The value is 0 if it was never seen. */
        public long firstAt;
        /** When the subject was seen again after a silence, or 0. */
        public long backAt;
        /** Whether an alarm is open. */
        public boolean told;
        /** Whether this state may have lost an open alert in a crash. */
        public boolean perhapsTold;
        /** Whether the open alarm reported a certain fault. */
        public boolean sure;
        /** The longest silence that ended on each of seven days, and the newest of these days, counted from 1970. */
        public long[] longest = new long[7];

        public long day;
    }
}
