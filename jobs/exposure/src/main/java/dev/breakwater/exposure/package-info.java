/**
 * Finds the worst case before it happens: the largest cost of each function and account, who can start the function,
 * and whether it can start itself. It judges only the configuration. Unreadable parts stay unknown. Every package
 * except {@code read} is pure, without a clock or I/O.
 */
package dev.breakwater.exposure;
