/** Landing files as a CloudWatch metric stream writes them. */
package dev.breakwater.connectors.testkit.samples;
