/**
 * Reads the content of a delivery: its envelope, records and lines, metrics in JSON and OpenTelemetry, and log messages
 * with platform reports. All of it shares a budget of memory. The result is a batch with lines to land and rejects. It
 * answers no HTTP request and uses no file.
 */
package dev.breakwater.connectors.receive.content;
