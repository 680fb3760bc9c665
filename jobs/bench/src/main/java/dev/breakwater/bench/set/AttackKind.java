package dev.breakwater.bench.set;

/** The attacks that are injected. */
public enum AttackKind {
    FLOOD("flood", "x10 to x60 for 30 to 150 min"),
    SLOW_BURN("slow burn", "ramp to x2 to x3 over 4 to 8 h, held 4 to 8 h"),
    PULSE("pulse", "x8 to x20 for 3 to 6 min every 20 to 60 min"),
    RECURSION("recursion", "doubling every 2 to 5 min from one call"),
    DURATION("duration", "calls take 8 to 12 times as long, their number unchanged"),
    OFF_PEAK("off-peak", "the quiet hours raised to 85 to 95 % of the daily peak"),
    SPREAD("spread", "16 to 22 functions x1.7 to x2.2 at once"),
    NEW_FUNCTION("new function", "x15 to x30 a day after the launch");

    private final String words;
    private final String shape;

    AttackKind(String words, String shape) {
        this.words = words;
        this.shape = shape;
    }

    public String words() {
        return words;
    }

    public String shape() {
        return shape;
    }
}
