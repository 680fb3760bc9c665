/** The console: reads the files of a run, shows them over HTTP as pages and JSON, and takes people's requests. */
package dev.breakwater.cli.console;
