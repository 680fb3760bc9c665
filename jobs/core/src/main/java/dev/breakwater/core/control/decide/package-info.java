/**
 * Turns assessments into decisions: incidents, pages, throttles with an end, and releases. {@link Control} is the entry; each call is
 * one step, which changes the state and returns the wanted limits and the due calls. It makes no calls itself, and
 * counts only observed limits as held.
 */
package dev.breakwater.core.control.decide;
