/** Opens the endpoint of {@code breakwater receive} from the configuration. */
package dev.breakwater.cli.receive;
