/** What a month cost, by our own count, and what incidents added, spared and refused. */
package dev.breakwater.cli.money;
