package dev.breakwater.bench.report;

import dev.breakwater.bench.score.Score;

/** A detector and its measures. */
public record Row(String name, Score score) {}
