/**
 * An HTTPS endpoint for Firehose: who may deliver, what is answered, one thread that has all stored, and each delivery
 * once. What a delivery holds is read in {@code content}, where it is kept is {@code store}'s to know.
 */
package dev.breakwater.connectors.receive;
