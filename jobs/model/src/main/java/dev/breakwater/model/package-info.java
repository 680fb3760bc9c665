/**
 * The basic value types: scopes and keys, samples, observations, assessments, reasons, minutes and nano-USD. The names
 * of records and enums in this package are stored in savepoints and files, so they must not change.
 */
package dev.breakwater.model;
