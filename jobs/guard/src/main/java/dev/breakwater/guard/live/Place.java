package dev.breakwater.guard.live;

import dev.breakwater.connectors.aws.AwsSettings;

/**
 * One account and region that is watched.
 *
 * @param observeRole role ARN to assume for reading, or empty for the ambient credentials
 * @param actRole     role ARN to assume for acts, or empty for the ambient credentials
 * @param returnRole  role ARN that restores the lease tag of protected functions, or empty for none
 * @param endpoint    replaces AWS's endpoints, or empty
 */
public record Place(
        String account, String region, String observeRole, String actRole, String returnRole, String endpoint) {

    public AwsSettings observing() {
        return AwsSettings.of(region, endpoint, observeRole);
    }

    public AwsSettings acting() {
        return AwsSettings.of(region, endpoint, actRole);
    }

    /** Access for restoring lease tags. Without a role, the ambient credentials apply. */
    public AwsSettings returning() {
        return AwsSettings.of(region, endpoint, returnRole);
    }
}
