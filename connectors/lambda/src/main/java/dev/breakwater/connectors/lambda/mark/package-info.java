/**
 * A mark: the tags on a function or event source mapping that say that its limit is ours and how to undo it. Reads, writes
 * and finds tags; sets no limit and decides nothing. Hands-off is the tag of a function that a person let go.
 */
package dev.breakwater.connectors.lambda.mark;
