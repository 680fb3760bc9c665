/**
 * The files of a run: one record per kind of line, one mapper, one reader. A record's components are the fields of the
 * line, in their order; {@code JsonUnwrapped} ones are part of the line itself. {@code docs/files.md} has their
 * descriptions, which are the annotations here. Nothing here knows Flink, a connector or a disk's writer.
 */
package dev.breakwater.ledger;
