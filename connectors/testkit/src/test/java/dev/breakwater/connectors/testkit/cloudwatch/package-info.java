/** A fast CloudWatch in this process, as an object to call or over HTTP with the Query protocol. */
package dev.breakwater.connectors.testkit.cloudwatch;
