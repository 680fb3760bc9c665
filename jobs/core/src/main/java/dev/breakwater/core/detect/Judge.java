package dev.breakwater.core.detect;

import dev.breakwater.core.model.Level;
import dev.breakwater.core.model.Reason;

/** Judges one minute: the tests of both tiers, then persistence: two of the last three minutes must agree. */
final class Judge {

    private final DetectorSettings settings;

    Judge(DetectorSettings settings) {
        this.settings = settings;
    }

    /** Judges a minute whose sums are in the ring. A minute judged before can only rise. */
    Verdict judge(ScopeState s, Statistics q, MinuteSums sums, Gates gates) {
        long m = sums.minute();
        int slot = Windows.slot(m);
        Reason reason = null;
        Level raw = Level.NONE;
        if (!ready(s, m)) {
            if (!settings.accountScope() && q.cost60 > gates.youngNano()) {
                raw = Level.PAGE;
                reason = Reason.YOUNG_FUNCTION_CAP;
            }
        } else {
            reason = SurgeTests.firing(s, q, m, SurgeTests.PAGE, settings, gates.pageNano());
            raw = reason == null ? Level.NONE : Level.PAGE;
            if (reason == null) {
                reason = SurgeTests.firing(s, q, m, SurgeTests.WARN, settings, gates.warnNano());
                raw = reason == null ? Level.NONE : Level.WARN;
            }
        }
        if (raw == Level.NONE && sums.loopDropped()) {
            raw = Level.WARN;
            reason = Reason.LOOP_DROPPED;
        }
        s.raw[slot] = (byte) Math.max(s.raw[slot], raw.ordinal());
        Level level = persistent(s, m, reason);
        return new Verdict(level, level == Level.NONE ? null : reason, score(q));
    }

    boolean ready(ScopeState s, long minute) {
        return minute - s.firstMinute >= settings.readyMinutes();
    }

    /** Growth and cut loops need no second witness: five-minute sums and AWS itself have spoken. */
    private static Level persistent(ScopeState s, long m, Reason reason) {
        int slot = Windows.slot(m);
        if (reason == Reason.GROWTH || reason == Reason.LOOP_DROPPED) return Level.values()[s.raw[slot]];
        int page = 0;
        int warn = 0;
        for (int j = 0; j < 3; j++) {
            byte raw = s.raw[Windows.slot(m - j)];
            if (raw >= Level.PAGE.ordinal()) page++;
            if (raw >= Level.WARN.ordinal()) warn++;
        }
        return page >= 2 ? Level.PAGE : warn >= 2 ? Level.WARN : Level.NONE;
    }

    private static double score(Statistics q) {
        double fast = Math.max(
                q.values[Statistics.R3] / Math.log(SurgeTests.PAGE.line3()),
                q.values[Statistics.R15] / Math.log(SurgeTests.PAGE.line15()));
        double slow = Math.max(
                q.values[Statistics.R60] / Math.log(SurgeTests.PAGE.line60()),
                q.values[Statistics.U15] / Math.log(SurgeTests.PAGE.unit()));
        return Math.max(0, Math.max(fast, slow));
    }
}
