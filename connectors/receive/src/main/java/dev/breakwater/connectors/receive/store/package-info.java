/**
 * Landing stores. They make groups of batches durable in a folder or a bucket, and find the complete groups after a
 * crash. A group's head is an empty gzip member that says which deliveries follow it. They do not depend on the content
 * of lines.
 */
package dev.breakwater.connectors.receive.store;
