/**
 * The content of a delivery: its envelope, records and lines, metrics in JSON and OpenTelemetry, log messages with
 * platform reports, all within a budget of memory. Comes out as a batch: lines to land and rejects. Answers no HTTP,
 * touches no file.
 */
package dev.breakwater.connectors.receive.content;
