package dev.breakwater.connectors.aws;

/** The feature that needs a call to AWS. Only {@link #INVENTORY} is needed by every configuration. */
public enum AwsUse {
    /** The list of functions with their tags and limits, and the commands status and sweep. */
    INVENTORY,
    /** {@code source.cloudwatch}. */
    POLLING,
    /** The command {@code exposure}. */
    EXPOSURE,
    /** Throttles and releases, in the modes approve and enforce. */
    ACTS,
    /** Releases of protected functions that have lost their lease tag ({@code accounts[].returnRole}). */
    RETURNS,
    /** Accounts with roles. */
    ROLES,
    /** The list of accounts from AWS Organizations ({@code organization}). */
    ORGANIZATION,
    /** Secrets written as {@code aws-secret:}. */
    SECRETS,
    /** {@code notify.sns}. */
    SNS,
    /** {@code notify.eventbridge}. */
    EVENTBRIDGE,
    /** {@code notify.cloudwatch}. */
    FIGURES,
    /** A folder in S3: the landing folder, or the ledger, pages or requests of a {@code run}. */
    LANDING,
    /** Ledger, pages or requests in S3. */
    FILES,
    /** Only the command {@code doctor}. Without this call, the feature checks less. */
    DOCTOR,
    /** Only the command {@code drill}, which uses its own role. */
    DRILL
}
