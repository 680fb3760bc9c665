/**
 * Receivers that take JSON by HTTP: Slack, a signed webhook, Alertmanager; and the common way to post alarms. Decides
 * neither order nor repeats.
 */
package dev.breakwater.connectors.alarms.http;
