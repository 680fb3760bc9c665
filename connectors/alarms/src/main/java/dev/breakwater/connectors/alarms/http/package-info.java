/**
 * Channels that post JSON by HTTP, such as PagerDuty and Slack. The outbox decides the order and the
 * repeats.
 */
package dev.breakwater.connectors.alarms.http;
