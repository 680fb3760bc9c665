/** Prints the cost of a month by our count, and what incidents cost, averted and refused. */
package dev.breakwater.cli.money;
