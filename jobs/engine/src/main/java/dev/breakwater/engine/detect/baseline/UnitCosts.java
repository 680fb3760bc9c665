package dev.breakwater.engine.detect.baseline;

/** The cost of a call of a scope, nano-USD. Flink stores this class. */
public final class UnitCosts {
    private static final double ENOUGH_CALLS = 20;
    private static final double UNKNOWN = 1e3;

    /** The cost of a call in the last three days, the number of days, and their median (0 while unknown). */
    public float[] days = new float[3];

    public int known;
    public double usual;
    /** The sums of today, and of the scope's whole life. */
    public double todayCost;

    public double todayCalls;
    public double lifeCost;
    public double lifeCalls;

    /** Usual cost of a call. */
    public double ofCall() {
        return usual > 0 ? usual : lifeCalls > 0 ? lifeCost / lifeCalls : UNKNOWN;
    }

    void closeDay() {
        boolean enough = todayCalls >= ENOUGH_CALLS;
        if (enough || known == 0) {
            double unit = todayCalls > 0 ? todayCost / todayCalls : ofCall();
            days[known++ % days.length] = (float) unit;
        }
        if (enough || usual == 0) usual = median();
    }

    void beginDay() {
        todayCost = todayCalls = 0;
    }

    private double median() {
        double[] values = new double[days.length];
        int n = Math.min(known, values.length);
        for (int i = 0; i < n; i++) values[i] = days[i];
        return Expectation.median(values, n);
    }
}
