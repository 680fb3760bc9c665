/** The recording that {@code demo} runs on: real traffic, thinned, with injected attacks; see {@code jobs/cli/recording/README.md}. */
package dev.breakwater.cli.recording;
