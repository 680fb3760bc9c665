package dev.breakwater.connectors.testkit.cloudwatch;

import java.util.Collection;

/** The metrics that CloudWatch has, stored or computed. */
public interface Points {

    /** The functions that have points in these minutes, in the order of their names. */
    Collection<String> functions(Place place, long fromMinute, long toMinute);

    /**
     * The value of a minute (epoch seconds / 60), NaN if there is none.
     *
     * @param function the function, "" for the region as a whole
     * @param metric   as CloudWatch calls it, for example {@code Invocations}
     */
    double at(Place place, String function, String metric, long minute);

    /** One account in one region. */
    record Place(String account, String region) {}
}
