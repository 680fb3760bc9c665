package dev.breakwater.connectors.cloudwatch.poll;

import java.io.Serializable;

/** Opens the service where the source runs, so that clients and credentials never travel in the job graph. */
public interface MetricsDoor extends Serializable {

    /** @throws IllegalArgumentException when the endpoint is not allowed */
    MetricsApi open(PollTarget target);
}
