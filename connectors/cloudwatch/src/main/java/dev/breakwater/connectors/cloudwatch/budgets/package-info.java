/** AWS Budgets with their spend according to AWS: {@code DescribeBudgets}, read every hour. */
package dev.breakwater.connectors.cloudwatch.budgets;
