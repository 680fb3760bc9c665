/**
 * Folders in S3 as {@link java.nio.file.Path}: what reads and writes a local folder does the same with a bucket. What is
 * written again and again is written on condition that nobody else wrote meanwhile.
 */
package dev.breakwater.connectors.aws.bucket;
