/** A client that speaks the HTTP contract of Firehose: gzip, retries under one request id, and strict about answers. */
package dev.breakwater.connectors.testkit.firehose;
