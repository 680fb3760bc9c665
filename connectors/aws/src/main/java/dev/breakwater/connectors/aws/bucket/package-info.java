/**
 * Folders in S3 as {@link java.nio.file.Path}: what reads and writes a local folder does the same with a bucket. Files
 * that are rewritten are written on the condition that nobody else wrote them meanwhile.
 */
package dev.breakwater.connectors.aws.bucket;
