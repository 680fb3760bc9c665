/** From the configuration to the running endpoint of {@code breakwater receive}. */
package dev.breakwater.cli.receive;
