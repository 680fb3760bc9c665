/** Flink sources of one split: what hands the split out, and what asks now and then. */
package dev.breakwater.connectors.source;
