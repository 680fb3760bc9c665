package dev.breakwater.connectors.alarms.aws;

/**
 * The key figures of an account and region, which become four CloudWatch metrics. A snapshot never contains a
 * function's name, because AWS charges for each value of a dimension. The snapshot is a flat wire record and checks
 * nothing.
 *
 * @param atMillis         epoch milliseconds; only the newest snapshot of each minute is kept
 * @param account          12 digits
 * @param region           for example {@code eu-west-1}
 * @param incidentsOpen    incidents raised and not yet resolved
 * @param throttlesHeld    functions that Breakwater throttles
 * @param excessUsdPerHour cost above the expected cost in the trailing hour, USD, 0 and above
 * @param lagSeconds       age of the newest decided minute, seconds, 0 and above
 */
public record MetricSnapshot(
        long atMillis,
        String account,
        String region,
        int incidentsOpen,
        int throttlesHeld,
        double excessUsdPerHour,
        double lagSeconds) {

    /** The CloudWatch namespace. */
    public static final String NAMESPACE = "Breakwater";

    static final String INCIDENTS = "IncidentsOpen";
    static final String THROTTLES = "ThrottlesHeld";
    static final String EXCESS = "ExcessUsdPerHour";
    static final String LAG = "LagSeconds";

    private static final double MOST = 1e15;

    /**
     * Returns whether CloudWatch would accept this snapshot. The length of names is limited, so that a full batch stays
     * below 1 MB.
     */
    boolean isSound() {
        return account.matches("\\d{12}")
                && region.matches("[a-z0-9-]{1,32}")
                && incidentsOpen >= 0
                && throttlesHeld >= 0
                && isSound(excessUsdPerHour)
                && isSound(lagSeconds);
    }

    private static boolean isSound(double value) {
        return value >= 0 && value <= MOST;
    }
}
