/**
 * Finds the worst case before it happens: the most that each function and account can cost, who can start it, and
 * whether it can start itself. It judges only the configuration. Unreadable parts remain unknown. Everything except
 * {@code read} is pure: no clock, no I/O.
 */
package dev.breakwater.exposure;
