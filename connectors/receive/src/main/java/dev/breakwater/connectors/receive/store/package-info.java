/**
 * Stores groups of batches durably in a folder or a bucket, and finds the complete groups after a crash. Each group
 * begins with an empty gzip member that names its deliveries. The package does not depend on the content of lines.
 */
package dev.breakwater.connectors.receive.store;
