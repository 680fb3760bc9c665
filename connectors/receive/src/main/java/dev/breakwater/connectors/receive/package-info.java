/**
 * An HTTPS endpoint for Firehose: who may deliver, what is answered, one thread that has all stored, and each delivery
 * once. Package {@code content} reads deliveries, and package {@code store} decides where they are kept.
 */
package dev.breakwater.connectors.receive;
