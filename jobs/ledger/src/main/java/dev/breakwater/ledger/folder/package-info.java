/**
 * Reads and rewrites the files of a run. A file can have older parts, a job may be writing its last line, and a file may
 * be renamed or cut while it is read.
 */
package dev.breakwater.ledger.folder;
