/** The console. It reads the files of a run, shows them over HTTP as pages and JSON, and accepts people's requests. */
package dev.breakwater.cli.console;
