/** Channels that post JSON by HTTP: Slack, a signed webhook and Alertmanager. Decides neither order nor repeats. */
package dev.breakwater.connectors.alarms.http;
