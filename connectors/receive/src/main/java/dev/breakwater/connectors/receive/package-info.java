/** The HTTPS endpoint to which Firehose delivers, and the landing folder it fills. Knows AWS, never the domain. */
package dev.breakwater.connectors.receive;
