package dev.breakwater.bench.nab;

import java.util.List;

/**
 * The result of {@code bench nab}.
 *
 * @param files   files scored
 * @param windows labelled anomalies in them
 * @param points  values read
 * @param scores  all files, and those of AWS CloudWatch
 * @param found   the standard profile by category of files
 */
public record NabResult(int files, int windows, int points, List<Scores> scores, List<Found> found) {

    /** The scores of the three profiles on some files, each with the one threshold that is best on them. */
    public record Scores(String what, double standard, double lowFp, double lowFn) {}

    /**
     * @param category folder of the files
     * @param windows  labelled anomalies in it
     * @param found    those with a detection at the threshold that is best over all files
     * @param alarms   detections outside of them
     */
    public record Found(String category, int windows, int found, int alarms) {}
}
