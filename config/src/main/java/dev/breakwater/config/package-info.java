/**
 * The configuration: {@link dev.breakwater.config.ConfigLoader} reads the file, and the rules between its keys are
 * here. The documentation of a single key is on its component in {@code model}. Nothing here or below knows Flink, AWS
 * or the domain.
 */
package dev.breakwater.config;
