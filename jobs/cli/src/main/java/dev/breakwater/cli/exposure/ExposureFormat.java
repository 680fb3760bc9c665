package dev.breakwater.cli.exposure;

/** The format of the report. */
enum ExposureFormat {
    TEXT,
    JSON,
    HTML
}
