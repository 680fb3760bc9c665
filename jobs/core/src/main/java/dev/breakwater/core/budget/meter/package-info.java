/**
 * Meters: the spend, its pace, its forecast, and the alarms that these raise. State goes in and is written, all else is
 * returned; who is throttled for it is decided in {@code control}.
 */
package dev.breakwater.core.budget.meter;
