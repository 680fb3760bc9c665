/**
 * The files of a run. There is a record for each kind of line, and a mapper. A record's components are the
 * fields of the line, in order. The fields of a component with {@code JsonUnwrapped} are part of the line itself.
 * Annotations contain the descriptions in {@code docs/files.md}. This package does not depend on Flink, a connector, or
 * a writer of files.
 */
package dev.breakwater.ledger;
