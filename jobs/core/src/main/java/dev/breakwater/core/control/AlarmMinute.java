package dev.breakwater.core.control;

/**
 * A data minute in which the evidence of an open incident holds; the line of {@code alarms.jsonl}.
 *
 * @param minute   floor(epoch seconds / 60) of the minute's start
 * @param incident its state in this minute
 * @param paged    whether the page condition holds in this very minute
 */
public record AlarmMinute(long minute, IncidentSnapshot.Identity incident, double score, boolean paged) {}
