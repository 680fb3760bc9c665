/**
 * The worst case, before it happens: what each function and account can cost at the limit that really holds, who can
 * start it, and whether it can start itself. Judged from configuration alone; what could not be read stays unknown.
 * Pure except for {@code read}: no clock, no I/O.
 */
package dev.breakwater.exposure;
