/**
 * The HTTPS endpoint for Firehose. It checks keys and answers Firehose. One thread stores everything, and stores each
 * delivery only once. Package {@code content} reads deliveries, and package {@code store} stores them.
 */
package dev.breakwater.connectors.receive;
