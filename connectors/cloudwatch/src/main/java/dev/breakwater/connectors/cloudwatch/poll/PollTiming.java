package dev.breakwater.connectors.cloudwatch.poll;

import dev.breakwater.connectors.cloudwatch.ArrivalClock;
import java.io.Serializable;

/**
 * When and how far is asked.
 *
 * @param settleSeconds    how long after its end a minute is first asked for, seconds, 0..600: CloudWatch needs about one
 *                         minute, and what comes later is a revision
 * @param overlapMinutes   how many minutes are asked again each time, 0..15. They cost nothing: CloudWatch charges by the
 *                         metric, not by the minute
 * @param windowMinutes    how many minutes at most are read at once while catching up, 1..1440
 * @param patienceSeconds  how long the others wait for an account that does not answer, seconds, at least 0
 * @param discoveryMinutes how often new functions are looked for, at least 1
 */
public record PollTiming(
        int settleSeconds, int overlapMinutes, int windowMinutes, int patienceSeconds, int discoveryMinutes)
        implements Serializable {

    /** A minute after its end, all of the late window again, three hours at once, two minutes, five minutes. */
    public static final PollTiming DEFAULT = new PollTiming(60, ArrivalClock.LATE_WINDOW, 180, 120, 5);

    public PollTiming {
        in("settleSeconds", settleSeconds, 0, 600);
        in("overlapMinutes", overlapMinutes, 0, ArrivalClock.LATE_WINDOW);
        in("windowMinutes", windowMinutes, 1, 24 * 60);
        in("patienceSeconds", patienceSeconds, 0, 3600);
        in("discoveryMinutes", discoveryMinutes, 1, 24 * 60);
    }

    /** Reads at most that many minutes at once while catching up. */
    public PollTiming withWindow(int minutes) {
        return new PollTiming(settleSeconds, overlapMinutes, minutes, patienceSeconds, discoveryMinutes);
    }

    /** Asks that many minutes again each time. */
    public PollTiming withOverlap(int minutes) {
        return new PollTiming(settleSeconds, minutes, windowMinutes, patienceSeconds, discoveryMinutes);
    }

    /** Asks for a minute that many seconds after its end. */
    public PollTiming withSettle(int seconds) {
        return new PollTiming(seconds, overlapMinutes, windowMinutes, patienceSeconds, discoveryMinutes);
    }

    private static void in(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " must be " + least + ".." + most + ", not " + value);
        }
    }
}
