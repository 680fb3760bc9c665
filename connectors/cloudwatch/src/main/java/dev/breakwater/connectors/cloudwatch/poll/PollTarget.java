package dev.breakwater.connectors.cloudwatch.poll;

import dev.breakwater.connectors.aws.AwsPlaces;
import dev.breakwater.connectors.cloudwatch.AwsNames;
import java.io.Serializable;

/**
 * One account in one region, and the way to reach it.
 *
 * @param account 12 digits
 * @param region  for example {@code eu-west-1}
 * @param roleArn role to assume for reading, or empty for the ambient credentials
 * @param linked  true if this account shares its metrics with the ambient account (cross-account observability). Then
 *     each query contains the account's id, and no role is assumed
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

    /** A target that is read with the ambient credentials. */
    public static PollTarget ambient(String account, String region) {
        return new PollTarget(account, region, "", false);
    }

    /** A target that is read through the monitoring account. */
    public static PollTarget linked(String account, String region) {
        return new PollTarget(account, region, "", true);
    }

    /** The account for which AWS counts the calls. For linked accounts, it is the monitoring account. */
    String caller() {
        return (linked ? "linked" : account) + '|' + region;
    }

    /** The split's id: {@code account|region}. */
    public String id() {
        return account + '|' + region;
    }
}
