package dev.breakwater.connectors.alarms;

import java.net.URI;

/** The sink that pages by PagerDuty's Events API v2. */
public final class PagerDutySink {

    /** The endpoint of accounts in the United States; those in Europe have {@code events.eu.pagerduty.com}. */
    public static final URI ENDPOINT = URI.create("https://events.pagerduty.com/v2/enqueue");

    /** Of about 120 events a minute that one key takes, alerts may use 100 and what is told beside the job 5. */
    private static final int CHANGES_PER_MINUTE = 10;

    private PagerDutySink() {}

    /**
     * The sink of alerts. What is open is stated again, so that one resolved by mistake comes back.
     *
     * @param endpoint https, or http to a loopback host; else an IllegalArgumentException
     * @param key      a reference, resolved where the sink runs
     * @param log      where alarms that nobody hears are written down
     */
    public static OutboxSink create(URI endpoint, RoutingKeySource key, OutboxLimits limits, UnheardLog log) {
        return new OutboxSink(PagerDutyChannel.to(endpoint, key), limits.restating(), log, WallClock.system());
    }

    /**
     * The sink of change events, one for each notice: pages nobody. A sink of its own, so that it delays no page.
     *
     * @param endpoint of the alerts, for instance {@link #ENDPOINT}; that of the changes is told from it
     */
    public static OutboxSink changes(URI endpoint, RoutingKeySource key, OutboxLimits limits, UnheardLog log) {
        AlarmChannel.Source channel = PagerDutyChannel.changes(changeEndpoint(endpoint), key, PagerDutyChannel.TIMEOUT);
        OutboxLimits slow = limits.withPerMinute(Math.min(limits.perMinute(), CHANGES_PER_MINUTE));
        return new OutboxSink(channel, slow, log, WallClock.system());
    }

    /** {@code .../v2/change/enqueue} beside {@code .../v2/enqueue}. */
    static URI changeEndpoint(URI alerts) {
        return alerts.resolve("change/enqueue");
    }
}
