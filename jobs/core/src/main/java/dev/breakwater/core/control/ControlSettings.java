package dev.breakwater.core.control;

import java.time.Duration;

/**
 * Settings of control that are no policy.
 *
 * @param owner              names this instance in marks and intents
 * @param accountConcurrency the account's concurrency limit, read or assumed
 * @param limitAssumed       true when the limit could not be read: then unknown reservations are possible
 * @param calmBeforeRelease  how long the evidence must be gone before a release begins
 * @param stepEvery          time between two steps of a release
 * @param restateEvery       how often standing wishes are stated again; zero: never (recordings)
 * @param actOnDataYoungerThan samples older than this never set a throttle; zero: no limit (recordings)
 * @param freshFor           how long a throttle wish stays valid after it was stated
 */
public record ControlSettings(
        String owner,
        int accountConcurrency,
        boolean limitAssumed,
        Duration calmBeforeRelease,
        Duration stepEvery,
        Duration restateEvery,
        Duration actOnDataYoungerThan,
        Duration freshFor)
        implements java.io.Serializable {}
