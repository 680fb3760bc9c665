/** Explains why an incident was opened, and what was done about it, from the files of a run. */
package dev.breakwater.cli.explain;
