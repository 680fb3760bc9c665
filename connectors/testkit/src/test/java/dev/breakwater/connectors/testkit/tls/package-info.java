/** Servers with good and bad certificates, made when a test runs; no key is stored anywhere. */
package dev.breakwater.connectors.testkit.tls;
