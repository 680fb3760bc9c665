/** The month's cost so far according to AWS, read every hour from {@code AWS/Billing EstimatedCharges}. */
package dev.breakwater.connectors.cloudwatch.charges;
