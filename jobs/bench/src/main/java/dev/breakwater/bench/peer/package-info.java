/** Detectors that read a set as a stream: ours as the job drives it, and those it is compared with. */
package dev.breakwater.bench.peer;
