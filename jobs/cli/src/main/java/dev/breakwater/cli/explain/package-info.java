/** Why an incident was opened, and what was done about it: read from the files of a run. */
package dev.breakwater.cli.explain;
