/**
 * Folders in S3 as {@link java.nio.file.Path}: code for local folders works with a bucket too. Files that are rewritten
 * are written on the condition that nobody else wrote them meanwhile.
 */
package dev.breakwater.connectors.aws.bucket;
