/** The console: reads the files of a run, shows them over HTTP as pages and JSON, and takes what people ask for. */
package dev.breakwater.cli.console;
