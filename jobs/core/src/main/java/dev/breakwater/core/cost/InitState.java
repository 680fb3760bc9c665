package dev.breakwater.core.cost;

/** Sums over platform reports, in milliseconds. Flat, mutable, without checks: it is stored as it is. */
public final class InitState {
    public long reports;
    public double durationMs;
    public double initMs;
    public double durationSquare;
    public double initSquare;
    public double initTimesDuration;
}
