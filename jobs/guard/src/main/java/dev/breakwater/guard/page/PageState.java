package dev.breakwater.guard.page;

import dev.breakwater.report.incident.IncidentStory;

/**
 * The checkpointed part of a page: the story of an incident that is open, or whose page is not written yet.
 *
 * @param json a result of {@link IncidentStory#json}
 */
record PageState(String json) {}
