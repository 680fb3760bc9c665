package dev.breakwater.guard.wire;

import dev.breakwater.model.Place;

/** An account and region whose functions cannot be listed. Flink stores this class. */
public final class UnreadPlace {

    private static final String KEY = "breakwater/cannot-read/";

    public String account = "";
    public String region = "";
    /** The error of AWS, and what does not work without the call. */
    public String why = "";
    /** The time of the first failure, epoch milliseconds. */
    public long since;
    /** The key of the alert that names this account and region; empty if there is none yet. */
    public String alert = "";
    /** When the alert first named this account and region, epoch milliseconds, or 0. */
    public long toldAt;

    public UnreadPlace() {}

    public UnreadPlace(Place place, long since) {
        account = place.account();
        region = place.region();
        this.since = since;
    }

    public Place place() {
        return new Place(account, region);
    }

    /** The key of an alert that begins with this account and region. */
    public String key() {
        return KEY + account + '/' + region;
    }

    /** The account and region with which the alert began; all events of an alert have the same. */
    public String source() {
        return alert.substring(KEY.length());
    }
}
