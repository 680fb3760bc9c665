/**
 * Meters: what is spent, how fast, what it will come to, and which alarms that raises. State goes in and is written, all
 * else is returned; who is throttled for it is decided in {@code control}.
 */
package dev.breakwater.core.budget.meter;
