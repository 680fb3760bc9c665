package dev.breakwater.connectors.cloudwatch.poll;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;

/**
 * What is polled and how; holds no secret.
 *
 * @param targets          accounts and regions, at least one, none twice
 * @param everyMinutes     how often at best a function is asked, minutes, 1..60
 * @param bootstrapMinutes history read once at first start, minutes, 0..21,600 (CloudWatch keeps minutes for 15 days)
 * @param timing           when and how far is asked
 * @param thrift           what it may cost
 */
public record PollSettings(
        List<PollTarget> targets, int everyMinutes, int bootstrapMinutes, PollTiming timing, PollThrift thrift)
        implements Serializable {

    /** CloudWatch keeps points of one minute this long, in minutes. */
    static final int KEPT = 15 * 24 * 60;

    public PollSettings {
        targets = List.copyOf(targets);
        long ids = targets.stream().map(PollTarget::id).distinct().count();
        if (targets.isEmpty() || ids < targets.size()) {
            throw new IllegalArgumentException("polling needs at least one account and region, and none twice");
        }
        if (everyMinutes < 1 || everyMinutes > 60) {
            throw new IllegalArgumentException("polling every 1..60 minutes, not " + everyMinutes);
        }
        if (bootstrapMinutes < 0 || bootstrapMinutes > KEPT) {
            throw new IllegalArgumentException("bootstrap of 0..15 days, not " + bootstrapMinutes + " minutes");
        }
    }

    /** With all else as is good for most. Parts of a minute are left off. */
    public static PollSettings of(
            List<PollTarget> targets, Duration every, Duration bootstrap, double usdPerMonthAtMost) {
        return new PollSettings(
                targets,
                (int) Math.min(Integer.MAX_VALUE, every.toMinutes()),
                (int) Math.min(Integer.MAX_VALUE, bootstrap.toMinutes()),
                PollTiming.DEFAULT,
                PollThrift.of(usdPerMonthAtMost));
    }

    /** With this timing. */
    public PollSettings withTiming(PollTiming newTiming) {
        return new PollSettings(targets, everyMinutes, bootstrapMinutes, newTiming, thrift);
    }

    /** With these costs. */
    public PollSettings withThrift(PollThrift newThrift) {
        return new PollSettings(targets, everyMinutes, bootstrapMinutes, timing, newThrift);
    }
}
