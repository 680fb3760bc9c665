package dev.breakwater.guard.page;

/**
 * Something new for the page of an incident.
 *
 * @param page  the page's name without its ending: letters, digits and dashes
 * @param alarm whether it is an alarm, else a decision
 * @param json  the alarm in the fields of {@link PageRows#alarm}, or the line of {@code decisions.jsonl}
 */
public record PageNews(String page, boolean alarm, String json) {}
