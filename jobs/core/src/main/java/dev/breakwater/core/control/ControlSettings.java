package dev.breakwater.core.control;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Settings of control outside policies.
 *
 * @param owner              names this instance in tags and in the ledger
 * @param adopts             earlier names whose leases are ours too, the owner's own not named
 * @param accountConcurrency the account's concurrency limit, read or assumed
 * @param limitAssumed       true when the limit could not be read: then unknown reservations are possible
 * @param calmBeforeRelease  how long the evidence must be gone before a release begins
 * @param stepEvery          time between two steps of a release
 * @param restateEvery       how often a standing limit is stated to anyone who reads; zero: never (recordings)
 * @param freshWithin        samples this much older than the source takes anyway never set a throttle; zero: no limit
 *                           (recordings)
 * @param freshFor           how long after the decision a throttle may still begin
 * @param approveWithin      how long a proposal waits for a person, and how long an approval then counts
 * @param together           this many incidents of one account and region that page in one arrival minute are one page
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

    /** Whose tags are ours. */
    public Set<String> owners() {
        Set<String> owners = new HashSet<>(adopts);
        owners.add(owner);
        return owners;
    }
}
