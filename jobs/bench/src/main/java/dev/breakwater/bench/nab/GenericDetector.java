package dev.breakwater.bench.nab;

/**
 * The ideas of our detector for any series, neither counts nor money: an expectation that follows days and weeks if
 * they help, a short and a long window, up and down apart, and a threshold from the series' own history: by how much a
 * window exceeds its earlier maximum. After an alarm it is silent for a while, as an open incident is paged once. One
 * set of constants; each point is scored from it and those before it.
 */
final class GenericDetector {

    /** Points of the long window, and by how much it weighs more than a point. */
    private static final int LONG = 36;

    private static final double LONG_WEIGHT = 1.7;
    private static final int HISTORY = 5_000;
    private static final int SILENT = 120;
    private static final int SETTLED = 50;
    private static final int SCALE_OF = 500;
    private static final double OUTLIER = 5;
    private static final double TINY = 1e-9;

    private final Seasons seasons = new Seasons();
    private final double[] residuals = new double[LONG];
    private final Record[] records = {new Record(), new Record(), new Record(), new Record()};
    private double sum;
    private double scale;
    private int points;
    private int silent;

    /**
     * Scores the next point.
     *
     * @return the logarithm of the largest window over its record, above 0 when it is a new one; minus infinity while the
     *     detector is silent
     */
    double score(long second, double value) {
        double residual = seasons.residual(second, value);
        int at = points % LONG;
        sum += residual - residuals[at];
        residuals[at] = residual;
        follow(Math.abs(residual));
        double floor = scale + TINY * (1 + Math.abs(seasons.level()));
        double mean = sum / LONG;
        double most = Math.max(records[0].over(residual, floor), records[1].over(-residual, floor));
        double longest = Math.max(records[2].over(mean, floor), records[3].over(-mean, floor));
        double ratio = points++ < SETTLED ? 0 : Math.max(most, LONG_WEIGHT * longest);
        return spoken(Math.log(Math.max(ratio, TINY)));
    }

    /** The usual size of a residual; outliers count as five times the usual. */
    private void follow(double size) {
        double counted = points < SETTLED ? size : Math.min(size, OUTLIER * scale + TINY);
        scale += (counted - scale) / Math.min(points + 1, SCALE_OF);
    }

    private double spoken(double score) {
        if (silent > 0) {
            silent--;
            return Double.NEGATIVE_INFINITY;
        }
        if (score > 0) silent = SILENT;
        return score;
    }

    /** The most that a window held in the history, block by block. */
    private static final class Record {

        private static final int BLOCKS = 64;
        private static final int BLOCK = HISTORY / BLOCKS;

        private final double[] blocks = new double[BLOCKS];
        private double most;
        private double current;
        private int inBlock;
        private int closed;

        /** The value over the record plus the floor; then it is learned. Below 0 counts as 0. */
        double over(double value, double floor) {
            double v = Math.max(0, value);
            double ratio = v / (Math.max(most, current) + floor);
            current = Math.max(current, v);
            if (++inBlock == BLOCK) close();
            return ratio;
        }

        private void close() {
            blocks[closed++ % BLOCKS] = current;
            current = 0;
            inBlock = 0;
            most = 0;
            for (double b : blocks) most = Math.max(most, b);
        }
    }
}
