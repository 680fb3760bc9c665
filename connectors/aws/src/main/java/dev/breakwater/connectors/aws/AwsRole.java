package dev.breakwater.connectors.aws;

import java.util.Locale;

/** The role whose permission a call needs. */
public enum AwsRole {
    /** {@code accounts[].observeRole}: reads, and changes nothing. */
    OBSERVE,
    /** {@code accounts[].actRole}: throttles and releases. */
    ACT,
    /**
     * {@code accounts[].returnRole}: restores the lease tag on protected functions, so that the limit can be given
     * back.
     */
    RETURN,
    /**
     * The identity that the process runs under. If an account has no role, this identity needs that role's permissions
     * too.
     */
    JOB,
    /** The role with which {@code breakwater drill} calls its canary. It allows nothing else. */
    DRILL;

    /** The name for people and in documents. */
    public String shown() {
        return name().toLowerCase(Locale.ROOT);
    }
}
