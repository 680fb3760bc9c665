/**
 * What follows from assessments: incidents, pages, throttles with an end, releases. Decides and states intents; it never
 * acts itself, and counts as held only what was observed. The {@code State} classes are stored as they are.
 */
package dev.breakwater.core.control;
