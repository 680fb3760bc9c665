/** What AWS says the month costs so far: {@code AWS/Billing EstimatedCharges}, read every hour. */
package dev.breakwater.connectors.cloudwatch.charges;
