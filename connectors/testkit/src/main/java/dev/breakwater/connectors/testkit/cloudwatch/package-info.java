/** A fast CloudWatch in this process: as a value to call, or over HTTP in the Query protocol. */
package dev.breakwater.connectors.testkit.cloudwatch;
