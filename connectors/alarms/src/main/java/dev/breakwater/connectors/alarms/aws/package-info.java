/**
 * SNS and EventBridge as channels for alarms, and CloudWatch for snapshots of four metrics of an account and region.
 * The outbox decides the order and the repeats.
 */
package dev.breakwater.connectors.alarms.aws;
