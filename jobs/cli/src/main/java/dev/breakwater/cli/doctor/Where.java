package dev.breakwater.cli.doctor;

import dev.breakwater.connectors.aws.AwsRole;

/**
 * The place and identity of a check. Each part may be empty.
 *
 * @param role {@code observe}, {@code act} or {@code job}
 */
record Where(String account, String region, String role) {

    /** On this machine, or in the configuration. */
    static final Where HERE = new Where("", "", "");

    static Where job(String account, String region) {
        return new Where(account, region, AwsRole.JOB.shown());
    }

    /** For people. */
    String text() {
        return String.join(" ", account, region, role).strip().replaceAll(" +", " ");
    }
}
