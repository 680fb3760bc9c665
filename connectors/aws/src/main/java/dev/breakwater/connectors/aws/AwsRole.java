package dev.breakwater.connectors.aws;

import java.util.Locale;

/** The role whose permission a call needs. */
public enum AwsRole {
    /** The role {@code accounts[].observeRole}, which reads and changes nothing. */
    OBSERVE,
    /** The role {@code accounts[].actRole}, which throttles and releases. */
    ACT,
    /**
     * The role {@code accounts[].returnRole}, which restores the lease tag on protected functions, so that their limits
     * can be released.
     */
    RETURN,
    /** The identity of the process. If an account lacks a role, this identity needs that role's permissions too. */
    JOB,
    /** The role with which {@code breakwater drill} calls its canary. It allows nothing else. */
    DRILL;

    /** Returns the role's name for people and documents. */
    public String shown() {
        return name().toLowerCase(Locale.ROOT);
    }
}
