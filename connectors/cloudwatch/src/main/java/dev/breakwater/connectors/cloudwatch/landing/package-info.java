/**
 * Samples from landing folders, local or in S3. Files of Metric Streams JSON are read in the order of their names and
 * merged by data minute into one split. A sample that is far ahead is held back until the next samples confirm it.
 */
package dev.breakwater.connectors.cloudwatch.landing;
