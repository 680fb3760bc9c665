/**
 * Delivery of alerts to people. An outbox keeps the newest event of each key until a channel accepts it, limits the
 * rate, and survives restarts. A notice reports an action of Breakwater and opens no alarm. This package depends on no
 * receiver and no network.
 */
package dev.breakwater.connectors.alarms.outbox;
