package dev.breakwater.guard.page;

import dev.breakwater.report.incident.IncidentStory;

/**
 * What the checkpoint keeps of a page: the story of an incident that is open, or whose page is not written yet.
 *
 * @param json as {@link IncidentStory#json} writes it
 */
record PageState(String json) {}
