/** Compares alarms with the labels: recall, delay, averted cost, false alarms. Knows no detector. */
package dev.breakwater.bench.score;
