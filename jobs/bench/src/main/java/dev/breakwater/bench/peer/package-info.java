/**
 * Detectors that read a set as a stream: Breakwater's own detector, run as in the job, and the peers with which it is
 * compared.
 */
package dev.breakwater.bench.peer;
