/**
 * Samples from landing folders, local or in S3: files of Metric Streams JSON, read in the order of their names and
 * merged by the data minute into one split. A sample is held back if it is so far ahead that the next ones must confirm
 * it.
 */
package dev.breakwater.connectors.cloudwatch.landing;
