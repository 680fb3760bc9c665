package dev.breakwater.connectors.cloudwatch;

/** What a folder has read and not used yet. */
enum Head {
    NONE,
    SAMPLE,
    /** A line that gives nothing: blank, or outside the range. */
    SKIP,
    REFUSED,
    /** A finished Reject about the file or a folder. */
    PROBLEM,
    FILE_END
}
