/**
 * Receivers that take JSON by HTTP: Slack, a signed webhook, Alertmanager; and the one way in which alarms are posted.
 * Decides neither order nor repeats.
 */
package dev.breakwater.connectors.alarms.http;
