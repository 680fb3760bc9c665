/**
 * Landing stores: groups of batches made durable together in a folder or a bucket, and found whole again after a crash.
 * A group's head is an empty gzip member that says which deliveries follow it. Knows nothing of the content of lines.
 */
package dev.breakwater.connectors.receive.store;
