/**
 * An HTTPS endpoint for Firehose: its keys, its answers, one thread that stores everything, and each delivery once.
 * Package {@code content} reads deliveries, and package {@code store} decides where they are kept.
 */
package dev.breakwater.connectors.receive;
