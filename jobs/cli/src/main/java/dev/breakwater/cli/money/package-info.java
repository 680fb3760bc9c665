/**
 * Prints the cost of a month by Breakwater's count, and the excess cost, averted cost and refused calls of incidents.
 */
package dev.breakwater.cli.money;
