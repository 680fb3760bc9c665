/**
 * Channels that post JSON by HTTP: Slack, a signed webhook and Alertmanager. The outbox decides the order and the
 * repeats.
 */
package dev.breakwater.connectors.alarms.http;
