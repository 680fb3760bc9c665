package dev.breakwater.engine.control;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The settings of control that are not part of a policy.
 *
 * @param owner              name of this instance in tags and in the ledger
 * @param adopts             earlier names of this instance, whose leases this instance also manages
 * @param accountConcurrency the account's concurrency limit, read or assumed
 * @param limitAssumed       true if the limit could not be read, so that reservations may also be unknown
 * @param calmBeforeRelease  how long the surge must show no evidence before a release begins
 * @param stepEvery          time between two steps of a release
 * @param restateEvery       how often the state of a held limit is emitted; zero means never, as in recordings
 * @param freshWithin        samples older than the source's delay plus this time never lead to a throttle; zero allows
 *     samples of any age, as in recordings
 * @param freshFor           how long after its decision a throttle may still be set
 * @param approveWithin      how long a proposal waits for approval, and how long an approval is valid
 * @param together           how many incidents in one account, region and arrival minute are joined into one page
 */
public record ControlSettings(
        String owner,
        List<String> adopts,
        int accountConcurrency,
        boolean limitAssumed,
        Duration calmBeforeRelease,
        Duration stepEvery,
        Duration restateEvery,
        Duration freshWithin,
        Duration freshFor,
        Duration approveWithin,
        int together)
        implements java.io.Serializable {

    /** If data is older than this, the outbox does not notify people at once. */
    public static final long OLD_DATA_MILLIS = Duration.ofHours(1).toMillis();

    /** How long the outbox waits before it notifies people about old data. */
    public static final long OUTBOX_WAITS_MILLIS = Duration.ofMinutes(5).toMillis();

    /** The names whose tags are ours. */
    public Set<String> owners() {
        Set<String> owners = new HashSet<>(adopts);
        owners.add(owner);
        return owners;
    }
}
