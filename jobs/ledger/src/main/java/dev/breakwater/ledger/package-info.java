/**
 * The files of a run: one record per kind of line, one mapper, one reader. A record's components are the fields of the
 * line, in their order; what is {@code JsonUnwrapped} stands in the line itself. {@code docs/files.md} has their
 * descriptions, which are the annotations here. Nothing here knows Flink, a connector or a disk's writer.
 */
package dev.breakwater.ledger;
