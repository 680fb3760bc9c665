/**
 * Samples from landing folders, local or in S3. Files of Metric Streams JSON are read in the order of their names and
 * merged by data minute into one split. A sample is held back if it is so far ahead that the next ones must confirm it.
 */
package dev.breakwater.connectors.cloudwatch.landing;
