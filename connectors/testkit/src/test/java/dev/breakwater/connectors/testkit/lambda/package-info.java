/** Lambda functions for tests, created in the emulator. */
package dev.breakwater.connectors.testkit.lambda;
