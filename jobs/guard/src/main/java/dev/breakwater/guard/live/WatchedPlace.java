package dev.breakwater.guard.live;

import dev.breakwater.connectors.aws.AwsSettings;

/**
 * An account and region that is watched.
 *
 * @param observeRole role ARN to assume for reading, or empty for the ambient credentials
 * @param actRole     role ARN to assume for setting and releasing limits, or empty for the ambient credentials
 * @param returnRole  role ARN to assume for restoring the lease tag of protected functions, or empty for none
 * @param endpoint    an address that replaces AWS's endpoints, or empty
 */
public record WatchedPlace(
        String account, String region, String observeRole, String actRole, String returnRole, String endpoint) {

    public AwsSettings observing() {
        return AwsSettings.of(region, endpoint, observeRole);
    }

    public AwsSettings acting() {
        return AwsSettings.of(region, endpoint, actRole);
    }

    /** AWS settings for restoring lease tags. Without a role, the ambient credentials are used. */
    public AwsSettings returning() {
        return AwsSettings.of(region, endpoint, returnRole);
    }
}
