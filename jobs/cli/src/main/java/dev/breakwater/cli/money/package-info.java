/** Prints the cost of a month by our own count, and what incidents added, averted and refused. */
package dev.breakwater.cli.money;
