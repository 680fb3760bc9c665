/** The graph of triggers, and the loops in it: functions that can start themselves again. */
package dev.breakwater.exposure.loop;
