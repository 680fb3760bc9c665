/** The month's cost so far according to AWS: {@code AWS/Billing EstimatedCharges}, read every hour. */
package dev.breakwater.connectors.cloudwatch.charges;
