package dev.breakwater.core.control;

import dev.breakwater.core.model.Scope;
import dev.breakwater.core.model.Severity;

/**
 * A data minute in which the evidence of an open incident holds; the line of {@code alarms.jsonl}.
 *
 * @param minute floor(epoch seconds / 60) of the minute's start
 * @param paged  whether the page condition holds in this very minute
 */
public record AlarmMinute(long minute, Scope scope, double score, Severity severity, boolean paged) {}
