/** The part of S3 that folders in it need, with its conditions and faults. */
package dev.breakwater.connectors.testkit.s3;
