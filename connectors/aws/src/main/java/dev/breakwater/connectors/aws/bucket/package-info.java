/**
 * Folders in S3 as {@link java.nio.file.Path}, so that code for local folders works with a bucket too. A file is
 * rewritten only if nobody else has changed it meanwhile.
 */
package dev.breakwater.connectors.aws.bucket;
