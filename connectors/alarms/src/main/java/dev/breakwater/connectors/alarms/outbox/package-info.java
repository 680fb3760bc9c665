/**
 * What is to be told to people and how far it got: an outbox keeps the newest event of each key until a channel took it, at
 * a pace, over restarts. A notice reports something done and opens no alarm. Knows no receiver and no network.
 */
package dev.breakwater.connectors.alarms.outbox;
