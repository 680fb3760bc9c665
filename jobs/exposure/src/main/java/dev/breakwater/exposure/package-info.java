/**
 * Finds the worst case before it happens: the most that each function and account can cost, who can start the function,
 * and whether it can start itself. Only the configuration is judged. Parts that cannot be read stay unknown. Every
 * package except {@code read} is pure, without a clock or I/O.
 */
package dev.breakwater.exposure;
