/** Compares alarms with the labels: recall, delay, averted cost and false alarms. It does not depend on a detector. */
package dev.breakwater.bench.score;
