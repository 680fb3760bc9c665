/**
 * Turns assessments into decisions: incidents, pages, throttles with an end, and releases. {@link Control} is the entry
 * point. Each call is one step, which changes the state and returns the wanted limits and the due calls to AWS. Others
 * make those calls. Only observed limits count as held.
 */
package dev.breakwater.core.control.decide;
