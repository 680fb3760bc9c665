/**
 * What follows from assessments: incidents, pages, throttles with an end, releases. {@link Control} is the door; each call
 * is one step, which changes the state and states intents. It never acts itself, and counts as held only what was observed.
 */
package dev.breakwater.core.control.decide;
