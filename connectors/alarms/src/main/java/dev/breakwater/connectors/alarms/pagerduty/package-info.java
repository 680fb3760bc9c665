/**
 * PagerDuty's Events API v2 as a channel: alerts, change events, the routing key and the one HTTP client. The outbox
 * decides order and repeats.
 */
package dev.breakwater.connectors.alarms.pagerduty;
