package dev.breakwater.connectors.cloudwatch.poll;

import dev.breakwater.connectors.aws.AwsPlaces;
import dev.breakwater.connectors.cloudwatch.AwsNames;
import java.io.Serializable;

/**
 * One account in one region, and how polling reaches it.
 *
 * @param account 12 digits
 * @param region  for example {@code eu-west-1}
 * @param roleArn role to assume for reading, or empty for the ambient credentials
 * @param linked  true if this account shares its metrics with the ambient account (cross-account observability). in
 *     that case, each query contains the account's id, and no role is assumed
 */
public record PollTarget(String account, String region, String roleArn, boolean linked) implements Serializable {

    public PollTarget {
        if (!AwsNames.isAccount(account) || !AwsPlaces.isRegion(region)) {
            throw new IllegalArgumentException("a poll target needs an account of 12 digits and a region");
        }
        if (linked && !roleArn.isEmpty()) {
            throw new IllegalArgumentException(
                    "a linked account is read through the monitoring account, without a role");
        }
    }

    /** Creates a target that is read with the ambient credentials. */
    public static PollTarget ambient(String account, String region) {
        return new PollTarget(account, region, "", false);
    }

    /** Creates a target that is read through the monitoring account. */
    public static PollTarget linked(String account, String region) {
        return new PollTarget(account, region, "", true);
    }

    /**
     * Returns the account to which AWS counts the calls. For linked accounts, the calls count for the monitoring
     * account.
     */
    String caller() {
        return (linked ? "linked" : account) + '|' + region;
    }

    /** Returns the split's id: {@code account|region}. */
    public String id() {
        return account + '|' + region;
    }
}
