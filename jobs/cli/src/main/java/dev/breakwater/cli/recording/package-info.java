/**
 * The recording for {@code demo}: thinned real traffic with injected attacks ({@code jobs/cli/recording/README.md}).
 */
package dev.breakwater.cli.recording;
