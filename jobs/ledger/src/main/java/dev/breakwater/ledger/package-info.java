/**
 * The files of a run: one record per kind of line, one mapper, one reader. A record's components are the fields of the
 * line, in their order; {@code JsonUnwrapped} ones are part of the line itself. {@code docs/files.md} has their
 * descriptions, which are the annotations here. This package knows neither Flink, nor a connector, nor a writer of
 * files.
 */
package dev.breakwater.ledger;
