package dev.breakwater.core.control;

import dev.breakwater.core.model.Scope;

/**
 * A person's word that a surge is the new normal: of its scope nobody is paged, and nothing is throttled for it, until
 * then. It says nothing of what is learned.
 *
 * @param incident the incident that was accepted
 * @param until    epoch milliseconds
 */
public record Acceptance(Scope scope, String incident, long until) {}
