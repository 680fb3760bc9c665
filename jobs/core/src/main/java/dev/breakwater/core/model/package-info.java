/**
 * The basic types: scopes and keys, samples, observations, assessments, reasons, minutes and nano-USD. Values only.
 * Names of records and enums here are stored in savepoints and files, so they must not change.
 */
package dev.breakwater.core.model;
