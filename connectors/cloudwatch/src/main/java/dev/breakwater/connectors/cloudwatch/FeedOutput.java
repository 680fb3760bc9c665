package dev.breakwater.connectors.cloudwatch;

/** Where the feed goes, in order: records with their timestamps in epoch ms, and watermarks between them. */
public interface FeedOutput {
    void emit(FeedRecord value, long timestamp);

    void watermark(long timestamp);
}
