package dev.breakwater.connectors.cloudwatch.charges;

import java.io.Serializable;

/**
 * An account whose charges are asked for.
 *
 * @param account 12 digits
 * @param roleArn role of the account to read with, or empty for the ambient credentials
 */
public record ChargesTarget(String account, String roleArn) implements Serializable {}
