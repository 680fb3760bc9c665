package dev.breakwater.bench.report;

import dev.breakwater.bench.score.Score;

/**
 * A point of a trade-off curve.
 *
 * @param setting what was turned: the strictness factor, or the width of the band
 */
public record Point(double setting, Score score) {}
