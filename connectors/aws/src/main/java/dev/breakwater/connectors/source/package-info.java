/** Flink sources of one split: an enumerator that assigns the split, and a reader that asks at intervals. */
package dev.breakwater.connectors.source;
