/** S3 as far as folders in it need it, with its conditions and its faults. */
package dev.breakwater.connectors.testkit.s3;
