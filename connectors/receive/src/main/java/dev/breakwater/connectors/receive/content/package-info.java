/**
 * Reads the content of a delivery: its envelope, its records and lines, metrics in JSON and OpenTelemetry, and log
 * messages with platform reports. All deliveries share a budget of memory. The result is a batch of lines and rejects.
 * This package answers no HTTP request and uses no file.
 */
package dev.breakwater.connectors.receive.content;
