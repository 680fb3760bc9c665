/**
 * The files of a run: a record for each kind of line, one mapper and one reader. A record's components are the fields
 * of the line, in order. Components with {@code JsonUnwrapped} are part of the line itself. The annotations contain the
 * descriptions of {@code docs/files.md}. This package does not depend on Flink, a connector, or a writer of files.
 */
package dev.breakwater.ledger;
