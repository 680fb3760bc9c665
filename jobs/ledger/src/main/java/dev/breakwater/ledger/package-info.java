/**
 * The files of a run: one record per kind of line, one mapper, one reader. A record's components are the fields of the
 * line, in order. {@code JsonUnwrapped} ones are part of the line itself. The annotations here are the descriptions in
 * {@code docs/files.md}. This package does not depend on Flink, a connector, or a writer of files.
 */
package dev.breakwater.ledger;
