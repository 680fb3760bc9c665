package dev.breakwater.core.control;

/**
 * A data minute with evidence of an open incident. Each minute with evidence is written as a line of {@code
 * alarms.jsonl}.
 *
 * @param minute   floor(epoch seconds / 60) of the minute's start
 * @param incident state of the incident in this minute
 * @param paged    whether the page condition is true in this minute
 */
public record AlarmMinute(long minute, IncidentSnapshot.Identity incident, double score, boolean paged) {}
