/**
 * Turns assessments into decisions: incidents, pages, throttles with an end, and releases. {@link Control} is the entry
 * point. Each call is one step, which changes the state, and returns the limits to set and the calls to AWS that are
 * due. Callers make those calls. A limit counts as held only after it was observed. Package {@code hold} uses {@code
 * incident}, and both use {@code rules}, never the other way.
 */
package dev.breakwater.engine.control.decide;
