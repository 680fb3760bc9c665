/**
 * The worst case, before it happens: the most that each function and account can cost, who can start it, and whether it
 * can start itself. Judged from configuration alone; unreadable parts stay unknown. Pure except for {@code read}: no
 * clock, no I/O.
 */
package dev.breakwater.exposure;
