/**
 * The meters of budgets, which compute spend, pace and forecast, and raise alarms. State goes in and is written, all else is
 * returned; who is throttled for it is decided in {@code control}.
 */
package dev.breakwater.core.budget.meter;
