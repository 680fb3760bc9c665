package dev.breakwater.core.detect;

/**
 * The two levels at which a minute is judged, for functions and for the account. {@link #STANDARD} is what ships; others
 * are for drawing how recall trades against false alarms.
 */
public final class Tiers {

    /** The constants of docs/detection.md. */
    public static final Tiers STANDARD = new Tiers(Tier.PAGE, Tier.WARN, SpreadLimit.PAGE, SpreadLimit.WARN);

    final Tier page;
    final Tier warn;
    final SpreadLimit spreadPage;
    final SpreadLimit spreadWarn;

    private Tiers(Tier page, Tier warn, SpreadLimit spreadPage, SpreadLimit spreadWarn) {
        this.page = page;
        this.warn = warn;
        this.spreadPage = spreadPage;
        this.spreadWarn = spreadWarn;
    }

    /**
     * The standard tiers with every line moved by one factor, each in the same direction.
     *
     * @param factor above 0; 1 is the standard, 2 asks for twice the surge (as a logarithm) and misses more, 0.5 for half
     *     of it and cries wolf more often
     * @throws IllegalArgumentException if the factor is not a positive number
     */
    public static Tiers strictness(double factor) {
        if (!(factor > 0) || Double.isInfinite(factor))
            throw new IllegalArgumentException("strictness must be a number above 0, not " + factor);
        return new Tiers(
                Tier.PAGE.times(factor),
                Tier.WARN.times(factor),
                SpreadLimit.PAGE.times(factor),
                SpreadLimit.WARN.times(factor));
    }
}
