package dev.breakwater.core.cost;

/**
 * What one function used in a month. MB-milliseconds are memory in MB times billed milliseconds.
 *
 * @param architecture  {@code x86_64} or {@code arm64}
 * @param requests      calls that ran
 * @param onDemand      MB-milliseconds of handlers that ran on demand
 * @param init          MB-milliseconds of INIT, or {@link #UNKNOWN} where no platform reports tell
 * @param ephemeral     MB-milliseconds of ephemeral storage above 512 MB
 * @param provisioned   MB-milliseconds of provisioned concurrency kept ready
 * @param running       MB-milliseconds of handlers that ran on provisioned concurrency
 * @param addOnNano     nano-USD of what the calls caused elsewhere
 */
public record Usage(
        String account,
        String region,
        String architecture,
        String function,
        long requests,
        long onDemand,
        long init,
        long ephemeral,
        long provisioned,
        long running,
        long addOnNano) {

    /** INIT time that nobody told. */
    public static final long UNKNOWN = -1;

    public Usage {
        long least = Math.min(Math.min(requests, onDemand), Math.min(ephemeral, Math.min(provisioned, running)));
        if (least < 0 || init < UNKNOWN || addOnNano < 0) throw new IllegalArgumentException("negative usage");
    }

    /** MB-milliseconds of ephemeral storage above the 512 MB that are free, for a duration in milliseconds. */
    public static long ephemeral(int storageMb, long durationMs) {
        return Math.max(0, storageMb - 512L) * durationMs;
    }

    /** Functions with provisioned concurrency have no part in the free tier. */
    boolean free() {
        return provisioned == 0 && running == 0;
    }

    /** INIT as told, else estimated. */
    long init(InitShare share) {
        return init == UNKNOWN ? Math.round(onDemand * share.share()) : init;
    }

    /** Which lines add up to one. */
    String key() {
        return account + '|' + region + '|' + architecture + '|' + function;
    }

    /** Both together; of the same function. INIT that one of them does not know is not known. */
    Usage plus(Usage o) {
        return new Usage(
                account,
                region,
                architecture,
                function,
                requests + o.requests,
                onDemand + o.onDemand,
                init == UNKNOWN || o.init == UNKNOWN ? UNKNOWN : init + o.init,
                ephemeral + o.ephemeral,
                provisioned + o.provisioned,
                running + o.running,
                addOnNano + o.addOnNano);
    }
}
