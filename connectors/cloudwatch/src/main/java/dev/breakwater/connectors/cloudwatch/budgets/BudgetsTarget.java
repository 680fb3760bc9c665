package dev.breakwater.connectors.cloudwatch.budgets;

import java.io.Serializable;

/**
 * An account whose budgets are asked for.
 *
 * @param account 12 digits
 * @param roleArn role of the account to read with, or empty for the ambient credentials
 */
public record BudgetsTarget(String account, String roleArn) implements Serializable {}
