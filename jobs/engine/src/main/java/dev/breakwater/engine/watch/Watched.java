package dev.breakwater.engine.watch;

import java.io.Serializable;
import java.time.Duration;

/**
 * A subject, such as a feed, that must regularly give a sign of life.
 *
 * @param subject  the kind of subject
 * @param account  the account; the first watched account for a feed, checkpoints and files
 * @param region   the region of a place, or the name of another source, otherwise empty
 * @param quiet    whether silence may only mean that there is no traffic. If so, usual silences are learned, and the
 *     alert says "silent" and pages only if traffic is usual.
 * @param patience how long the subject may be silent, above zero
 * @param grace    how long after a start the subject is not reported
 * @param settling how long the subject must be seen again, without another long silence, before it counts as back
 */
public record Watched(
        Subject subject,
        String account,
        String region,
        boolean quiet,
        Duration patience,
        Duration grace,
        Duration settling)
        implements Serializable {

    /**
     * The patience for polling. CloudWatch is polled every minute and answers about a minute later, even if no function
     * runs.
     */
    public static final Duration OF_POLLING = Duration.ofMinutes(10);

    /** The patience for the landing folder. Firehose buffers records for at most 15 minutes. */
    public static final Duration OF_LANDING = Duration.ofMinutes(20);

    /** The patience for checkpoints, which is many times the interval of checkpoints. */
    public static final Duration OF_CHECKPOINTS = Duration.ofMinutes(10);

    /** The patience for files of lines. A write is tried every few seconds. */
    public static final Duration OF_FILES = Duration.ofMinutes(5);

    private static final String SOURCE = "source.";

    /** The subjects that are watched. */
    public enum Subject {
        /** All polling of CloudWatch. */
        POLLING,
        /** The whole landing folder. */
        LANDING,
        /** An account in one region. */
        PLACE,
        /** The checkpoints of the job. */
        CHECKPOINTS,
        /** The job's files of lines. */
        FILES,
        /** A source of samples that is neither polling nor the landing folder. */
        SOURCE;

        /** Whether samples come from the subject. */
        public boolean isFeed() {
            return this == POLLING || this == LANDING || this == SOURCE;
        }
    }

    /** @param every how often the busiest functions are polled; the patience includes two more polls */
    public static Watched polling(String account, Duration every) {
        return feed(Subject.POLLING, account, "", false, OF_POLLING.plus(every.multipliedBy(2)));
    }

    /** One account and region that is polled. */
    public static Watched polledPlace(String account, String region, Duration every) {
        return feed(Subject.PLACE, account, region, false, OF_POLLING.plus(every.multipliedBy(2)));
    }

    public static Watched landing(String account) {
        return feed(Subject.LANDING, account, "", true, OF_LANDING);
    }

    /** One account and region in the landing folder. */
    public static Watched landedPlace(String account, String region) {
        return feed(Subject.PLACE, account, region, true, OF_LANDING);
    }

    /**
     * Another source of samples.
     *
     * @param name the name of its section
     */
    public static Watched source(String account, String name, Duration patience) {
        return feed(Subject.SOURCE, account, name, true, patience);
    }

    /** @param every the interval of checkpoints; the patience allows five failed checkpoints */
    public static Watched checkpoints(String account, Duration every) {
        Duration patience = OF_CHECKPOINTS.plus(every.multipliedBy(5));
        return new Watched(
                Subject.CHECKPOINTS, account, "", false, patience, every.multipliedBy(3), Duration.ofMinutes(2));
    }

    /** The files of lines that the job writes. */
    public static Watched files(String account) {
        return new Watched(Subject.FILES, account, "", false, OF_FILES, Duration.ofMinutes(1), Duration.ofMinutes(1));
    }

    private static Watched feed(Subject subject, String account, String region, boolean quiet, Duration patience) {
        return new Watched(subject, account, region, quiet, patience, patience, patience);
    }

    /** Creates the subject of a key that is no longer watched. */
    public static Watched of(String key) {
        String[] parts = key.split("/", 3);
        if (parts[2].startsWith(SOURCE)) return source(parts[1], parts[2].substring(SOURCE.length()), OF_LANDING);
        return switch (parts[2]) {
            case "polling" -> polling(parts[1], Duration.ZERO);
            case "landing" -> landing(parts[1]);
            case "checkpoints" -> checkpoints(parts[1], Duration.ZERO);
            case "files" -> files(parts[1]);
            default -> landedPlace(parts[1], parts[2]);
        };
    }

    /**
     * The key under which all reports about the subject are joined, for example {@code blind/111122223333/eu-west-1}.
     */
    public String key() {
        return switch (subject) {
            case POLLING -> "blind/" + account + "/polling";
            case LANDING -> "blind/" + account + "/landing";
            case PLACE -> "blind/" + account + '/' + region;
            case SOURCE -> "blind/" + account + '/' + SOURCE + region;
            case CHECKPOINTS -> "cannot-act/" + account + "/checkpoints";
            case FILES -> "cannot-write/" + account + "/files";
        };
    }
}
