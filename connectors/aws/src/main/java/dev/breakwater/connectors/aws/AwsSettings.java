package dev.breakwater.connectors.aws;

import java.io.Serializable;

/**
 * The settings for calls to one account in one region. They contain no secret.
 *
 * @param region            for example {@code eu-west-1}
 * @param endpoint          replaces the service's endpoint; if empty, {@code AWS_ENDPOINT_URL} counts
 * @param roleArn           role to assume, or empty for the ambient credentials
 * @param callTimeoutMillis the time that one call may take, milliseconds, at least 1
 */
public record AwsSettings(String region, String endpoint, String roleArn, int callTimeoutMillis)
        implements Serializable {

    /** The default time limit of a call. */
    public static final int CALL_TIMEOUT_MILLIS = 3_000;

    public AwsSettings {
        if (region.isBlank() || callTimeoutMillis < 1) {
            throw new IllegalArgumentException("a region and a time-out of at least 1 ms are needed");
        }
    }

    public static AwsSettings of(String region, String endpoint, String roleArn) {
        return new AwsSettings(region, endpoint, roleArn, CALL_TIMEOUT_MILLIS);
    }
}
