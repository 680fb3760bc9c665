/**
 * The tags of ours on functions and event source mappings: the lease tag says that a limit is ours and how to undo it, hands-off
 * that a person released the function. Names and finds them; sets no limit and decides nothing.
 */
package dev.breakwater.connectors.lambda.mark;
