package dev.breakwater.config;

import java.io.Serializable;

/**
 * Incident pages.
 *
 * @param path an absolute local folder
 * @param baseUrl https URL under which people reach that folder; empty: alarms carry no link
 */
public record PagesSettings(
        @Key(initial = "./var/incidents", meaning = "local folder")
        String path,

        @Key(meaning = "https URL under which people reach the folder; none: alarms carry no link")
        String baseUrl)
        implements Serializable {}
