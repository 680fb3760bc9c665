/**
 * SNS and EventBridge as channels for alarms, and CloudWatch for snapshots of four metrics of an account and region. Decides
 * neither order nor repeats of alarms.
 */
package dev.breakwater.connectors.alarms.aws;
