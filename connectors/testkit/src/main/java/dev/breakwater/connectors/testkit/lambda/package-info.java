/** Lambda functions to test with, made in the emulator. */
package dev.breakwater.connectors.testkit.lambda;
