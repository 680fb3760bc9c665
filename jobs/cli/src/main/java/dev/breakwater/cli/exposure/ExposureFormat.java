package dev.breakwater.cli.exposure;

/** How the report is written. */
enum ExposureFormat {
    TEXT,
    JSON,
    HTML
}
