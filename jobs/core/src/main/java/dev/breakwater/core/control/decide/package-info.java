/**
 * What follows from assessments: incidents, pages, throttles with an end, releases. {@link Control} is the door; each call
 * is one step, which changes the state, says which limits are wanted, and gives the calls that are due. It makes none itself,
 * and counts as held only what was observed.
 */
package dev.breakwater.core.control.decide;
