package dev.breakwater.bench.set;

import java.util.ArrayList;
import java.util.List;

/** The ordinary traffic of an account's functions, drawn from the recordings. */
final class DrawnFleet {

    static final int WEB = 36;
    static final int APPS = 48;
    static final int CROWDS = 22;
    private static final int SPARSE_APPS = 10;
    private static final int DAY = Base.DAY;
    private static final int WEEK = 7 * DAY;
    private static final int[] MEMORY = {256, 512, 1024, 1769, 2048, 3008};
    private static final int[] SMOOTH = {1, 5, 15, 30};
    private static final double HOUR_MEMORY = 1 - 1 / 60.0;
    private static final double DURATION_MEMORY = .98;

    private final Base base;
    private final Draws draws;
    private final double[] weekMean;

    DrawnFleet(Base base, Draws draws) {
        this.base = base;
        weekMean = weekMeans(base.web());
        this.draws = draws;
    }

    List<Traffic> functions() {
        List<Traffic> all = new ArrayList<>();
        for (int i = 0; i < WEB; i++) all.add(web(i, draws.part(i)));
        for (int i = 0; i < APPS; i++) all.add(app(i, draws.part(1000 + i)));
        for (int i = 0; i < CROWDS; i++) all.add(crowd(i, draws.part(2000 + i)));
        return all;
    }

    /**
     * Two weeks of the web site from a given day and hour. Requests are thinned out to remove the site's tenfold growth
     * in two months: the higher the mean of the surrounding week, the fewer requests are kept. The rhythm of days and
     * hours remains, and so do sudden crowds.
     */
    private Traffic web(int number, Draws d) {
        int day = startDay(d);
        int from = day * DAY + d.whole(0, 23) * 60;
        Traffic t = function(String.format("web-%02d", number), "worldcup98 day " + day, d);
        double rate = d.logBetween(2, 800);
        for (int m = 0; m < BenchSet.MINUTES; m++) {
            t.calls[m] = d.binomial(base.web()[from + m], rate / weekMean[from + m]);
        }
        return t;
    }

    /** Returns, for each minute of the web site, the mean over the surrounding week. */
    private static double[] weekMeans(int[] web) {
        long[] sums = new long[web.length + 1];
        for (int m = 0; m < web.length; m++) sums[m + 1] = sums[m] + web[m];
        double[] means = new double[web.length];
        for (int m = 0; m < web.length; m++) {
            int low = Math.max(0, m - WEEK / 2);
            int high = Math.min(web.length, m + WEEK / 2);
            means[m] = Math.max(1, (sums[high] - sums[low]) / (double) (high - low));
        }
        return means;
    }

    /**
     * Returns the first day of two weeks of the web site. One function in eight has the crowds that came with the
     * tournament. The data of all other functions ends before the tournament opens.
     */
    private static int startDay(Draws d) {
        return d.chance(1 / 8.0) ? d.whole(42, 60) : d.whole(1, 23);
    }

    /**
     * Two weeks of a crowd's activity from a given day, scaled to another mean. The traffic changes a lot but is
     * legitimate.
     */
    private Traffic crowd(int number, Draws d) {
        Base.Crowd crowd = base.crowds().get(number % base.crowds().size());
        int from = d.whole(0, crowd.days() - BenchSet.DAYS) * DAY;
        Traffic t = function(String.format("crowd-%02d", number), "nab " + crowd.name(), d);
        double mean = 0;
        for (int m = 0; m < BenchSet.MINUTES; m++) mean += crowd.rate(from + m) / BenchSet.MINUTES;
        double scale = d.logBetween(2, 400) / mean;
        for (int m = 0; m < BenchSet.MINUTES; m++) t.calls[m] = d.poisson(scale * crowd.rate(from + m));
        return t;
    }

    /**
     * Returns an app's recorded day, repeated with weekends, and with random noise for days and hours.
     */
    private Traffic app(int number, Draws d) {
        boolean sparse = number < SPARSE_APPS;
        Base.App app = pick(sparse, d);
        Traffic t = function(String.format("app-%02d", number), "azure2019 " + app.name(), d);
        double[] shape = shape(app, sparse ? 1 : SMOOTH[d.whole(0, SMOOTH.length - 1)]);
        double callsOfDay = app.callsOfDay() * d.logBetween(.5, sparse ? 2 : 6);
        double weekend = d.between(.4, 1.05);
        int firstWeekday = d.whole(0, 6);
        double wander = 0;
        for (int day = 0; day < BenchSet.DAYS; day++) {
            double level = Math.exp(.12 * d.gauss()) * ((firstWeekday + day) % 7 >= 5 ? weekend : 1);
            int shift = d.whole(-3, 3);
            for (int m = 0; m < DAY; m++) {
                wander = HOUR_MEMORY * wander + .02 * d.gauss();
                double rate = callsOfDay * level * shape[Math.floorMod(m + shift, DAY)] * Math.exp(wander);
                t.calls[day * DAY + m] = d.poisson(rate);
            }
        }
        return t;
    }

    private Base.App pick(boolean sparse, Draws d) {
        while (true) {
            Base.App app = base.apps().get(d.whole(0, base.apps().size() - 1));
            int active = 0;
            for (double c : app.concurrency()) if (c > 0) active++;
            boolean few = app.callsOfDay() >= 2 && app.callsOfDay() <= 300;
            boolean many = app.callsOfDay() >= 1000 && active >= 100;
            if (sparse ? few : many) return app;
        }
    }

    /** Returns the share of the day's calls in each minute, smoothed over a window. */
    private static double[] shape(Base.App app, int window) {
        double[] c = app.concurrency();
        double[] shape = new double[DAY];
        double sum = 0;
        for (int m = 0; m < DAY; m++) {
            for (int j = -window / 2; j <= window / 2; j++) shape[m] += c[Math.floorMod(m + j, DAY)];
            sum += shape[m];
        }
        for (int m = 0; m < DAY; m++) shape[m] /= sum;
        return shape;
    }

    private static Traffic function(String name, String origin, Draws d) {
        Traffic t = new Traffic(name, origin, MEMORY[d.whole(0, MEMORY.length - 1)], BenchSet.MINUTES);
        t.meanMs[0] = d.logBetween(80, 4000);
        return t;
    }

    /**
     * Returns mean durations with a slow drift, and with the noise of a mean over this many calls. The first minute has
     * the typical duration.
     */
    static void durations(Traffic t, Draws d) {
        double typical = t.meanMs[0];
        double spread = d.between(.3, .8);
        double drift = 0;
        for (int m = 0; m < t.calls.length; m++) {
            drift = DURATION_MEMORY * drift + .006 * d.gauss();
            double noise = t.calls[m] > 0 ? Math.max(-.7, spread * d.gauss() / Math.sqrt(t.calls[m])) : 0;
            t.meanMs[m] = Math.max(1, typical * (1 + drift) * (1 + noise));
        }
    }
}
