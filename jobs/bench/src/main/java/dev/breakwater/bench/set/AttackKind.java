package dev.breakwater.bench.set;

/** The attacks that are injected. */
public enum AttackKind {
    FLOOD("flood", "x10 to x60 for 30 to 150 min"),
    SLOW_BURN("slow burn", "calls rise to x2 to x3 over 4 to 8 h and stay there for 4 to 8 h"),
    PULSE("pulse", "x8 to x20 for 3 to 6 min every 20 to 60 min"),
    RECURSION("recursion", "calls start at one and double every 2 to 5 min"),
    DURATION("duration", "the number of calls is unchanged, but each takes 8 to 12 times as long"),
    OFF_PEAK("off-peak", "calls in the quiet hours rise to 85 to 95 % of the daily peak"),
    SPREAD("spread", "16 to 22 functions x1.7 to x2.2 at once"),
    NEW_FUNCTION("new function", "one day after the launch, calls rise to x15 to x30");

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
