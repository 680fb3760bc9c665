package dev.breakwater.bench.peer;

/**
 * A band around a mean of the logarithms of the minutes' costs. The mean is exponentially weighted, and the weighted
 * variance gives the band's width. The half-life, the width, the number of agreeing minutes and the smallest deviation
 * are tuned. The detector has the same cost threshold as Breakwater, and does not learn from minutes outside the band.
 */
final class Ewma extends Peer {

    private static final int SETTLED = 1440;
    private static final double FLOOR = .25;
    private static final int AGREE = 3;
    private static final int OF = 5;

    private final double weight;
    private final double k;
    private final double leastUsd;
    private final double[] mean;
    private final double[] variance;

    Ewma(int functions, double halfLifeMinutes, double k, double leastUsd) {
        super(functions, f -> true);
        this.weight = 1 - Math.pow(.5, 1 / halfLifeMinutes);
        this.k = k;
        this.leastUsd = leastUsd;
        mean = new double[functions];
        variance = new double[functions];
    }

    @Override
    boolean alarming(int f, History h, int minute) {
        double unit = h.costOfCall();
        double x = Math.log(1 + h.cost[minute] / unit);
        double above = x - mean[f];
        double width = k * Math.max(FLOOR, Math.sqrt(variance[f]));
        boolean settled = minute - h.first >= SETTLED;
        boolean hit = settled && above > width;
        double learned = settled ? Math.max(-width, Math.min(width, above)) : above;
        double w = Math.max(weight, 1.0 / (minute - h.first + 1));
        mean[f] += w * learned;
        variance[f] += w * (learned * learned - variance[f]);
        if (!agrees(f, hit, AGREE, OF)) return false;
        double expected = (Math.exp(mean[f]) - 1) * unit;
        return (History.mean(h.cost, minute, 60) - expected) * 60 > leastUsd;
    }
}
