/** Detectors that read a set as a stream: ours, run as in the job, and those with which it is compared. */
package dev.breakwater.bench.peer;
