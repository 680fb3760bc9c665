package dev.breakwater.connectors.alarms;

/**
 * A link shown with an alarm.
 *
 * @param href an https address; others are not sent
 * @param text what to call it, or empty
 */
public record AlarmLink(String href, String text) {}
