/** The budgets that AWS Budgets has, and what it says was spent of them: {@code DescribeBudgets}, read every hour. */
package dev.breakwater.connectors.cloudwatch.budgets;
