package dev.breakwater.connectors.testkit.cloudwatch;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * A test double of CloudWatch for AWS/Lambda, with the rules of AWS. An answer has at most 500 queries and 100,800
 * points. The start is inclusive and the end is exclusive. Points of one minute are kept for 15 days. Lists have pages
 * of 500 entries, and recently active means within three hours. The double counts what AWS would charge, and fails on
 * demand. It is thread-safe.
 *
 * <p>Differences from AWS: a list has a function at once instead of up to 15 minutes late, and each point has only the
 * requested statistic.
 */
public final class CloudWatchDouble {

    private static final int MOST_QUERIES = 500;
    private static final int MOST_POINTS = 100_800;
    private static final int KEPT_MINUTES = 15 * 24 * 60;
    private static final int RECENT_MINUTES = 180;
    private static final int TWO_WEEKS = 14 * 24 * 60;
    private static final int LISTED = 500;

    private final Points points;
    private final LongSupplier nowMillis;
    private final Map<Points.Place, Deque<Refused>> refusals = new HashMap<>();
    private final Set<Points.Place> denied = new HashSet<>();
    private final Set<String> failing = new HashSet<>();
    private final AtomicLong calls = new AtomicLong();
    private final AtomicLong metrics = new AtomicLong();
    private int queriesInPage = MOST_QUERIES;
    private int tokensToLose;

    public CloudWatchDouble(Points points, LongSupplier nowMillis) {
        this.points = points;
        this.nowMillis = nowMillis;
    }

    /** Makes the next calls for an account and region fail in these ways, one after another. */
    public synchronized void refuse(Points.Place place, Refused... next) {
        refusals.computeIfAbsent(place, p -> new ArrayDeque<>()).addAll(Arrays.asList(next));
    }

    /** Denies all calls for an account and region, or allows them again. */
    public synchronized void deny(Points.Place place, boolean yes) {
        if (yes) {
            denied.add(place);
        } else {
            denied.remove(place);
        }
    }

    /** Makes queries for a function end as PartialData, or stops doing so. */
    public synchronized void fail(String function, boolean yes) {
        if (yes) {
            failing.add(function);
        } else {
            failing.remove(function);
        }
    }

    /** Limits the number of queries in a page. A query can be split over two pages. */
    public synchronized void page(int queries) {
        queriesInPage = queries;
    }

    /** Makes the double forget this many of the page tokens that it returns next. */
    public synchronized void loseTokens(int count) {
        tokensToLose = count;
    }

    /** Returns the number of calls so far, including refused calls. */
    public long calls() {
        return calls.get();
    }

    /**
     * Returns the number of metrics that were requested with GetMetricData so far, counted on every page. AWS charges
     * for at most this number.
     */
    public long metrics() {
        return metrics.get();
    }

    /** A call of ListMetrics for Invocations with the dimension FunctionName. Returns names of functions. */
    public Page<String> list(Points.Place place, boolean recent, String token) {
        calls.incrementAndGet();
        admit(place, token);
        long now = nowMillis.getAsLong() / 60_000;
        List<String> all = new ArrayList<>(points.functions(place, now - (recent ? RECENT_MINUTES : TWO_WEEKS), now));
        int from = token.isEmpty() ? 0 : offset(token);
        int to = Math.min(all.size(), from + LISTED);
        return new Page<>(all.subList(from, to), to < all.size() ? "page-" + to : "");
    }

    /** A call of GetMetricData with periods of a minute, from (inclusive) to (exclusive), in minutes since 1970. */
    public Page<Result> data(Points.Place place, long from, long to, List<Query> queries, String token) {
        calls.incrementAndGet();
        metrics.addAndGet(queries.size());
        admit(place, token);
        if (queries.isEmpty() || queries.size() > MOST_QUERIES) {
            throw Refused.invalid("ValidationError", "a call holds 1 to 500 queries");
        }
        if (from >= to) {
            throw Refused.invalid("ValidationError", "the start must be before the end");
        }
        int perPage = (int) Math.max(1, Math.min(queriesInPage(), MOST_POINTS / (to - from)));
        int first = token.isEmpty() ? 0 : offset(token);
        int end = Math.min(queries.size(), first + perPage);
        List<Result> told = new ArrayList<>();
        for (int i = first; i < end; i++) {
            told.add(tell(place, queries.get(i), from, to));
        }
        boolean more = end < queries.size();
        if (more) {
            // the next query has begun, and its points continue on the next page
            Result whole = tell(place, queries.get(end), from, to);
            int half = whole.minutes().length / 2;
            told.add(new Result(
                    whole.id(),
                    "PartialData",
                    Arrays.copyOf(whole.minutes(), half),
                    Arrays.copyOf(whole.values(), half)));
        }
        return new Page<>(told, more ? "page-" + end : "");
    }

    private synchronized void admit(Points.Place place, String token) {
        Refused next = refusals.getOrDefault(place, new ArrayDeque<>()).poll();
        if (next != null) {
            throw next;
        }
        if (denied.contains(place)) {
            throw Refused.denied();
        }
        if (!token.isEmpty() && tokensToLose > 0) {
            tokensToLose--;
            throw Refused.invalid("InvalidNextToken", "the token is not known");
        }
    }

    private synchronized int queriesInPage() {
        return queriesInPage;
    }

    private synchronized boolean fails(String function) {
        return failing.contains(function);
    }

    private static int offset(String token) {
        if (!token.matches("page-\\d{1,9}")) {
            throw Refused.invalid("InvalidNextToken", "the token is not known");
        }
        return Integer.parseInt(token.substring(5));
    }

    private Result tell(Points.Place place, Query query, long from, long to) {
        if (fails(query.function())) {
            return new Result(query.id(), "PartialData", new long[0], new double[0]);
        }
        long oldest = Math.max(from, nowMillis.getAsLong() / 60_000 - KEPT_MINUTES);
        int most = (int) Math.max(0, to - oldest);
        long[] minutes = new long[most];
        double[] values = new double[most];
        int found = 0;
        for (long minute = oldest; minute < to; minute++) {
            double value = points.at(place, query.function(), query.metric(), minute);
            if (!Double.isNaN(value)) {
                minutes[found] = minute;
                values[found++] = value;
            }
        }
        return new Result(query.id(), "Complete", Arrays.copyOf(minutes, found), Arrays.copyOf(values, found));
    }

    /**
     * One query of a GetMetricData.
     *
     * @param id       the id of the query
     * @param function the function, or "" for the whole region
     * @param metric the metric's name in CloudWatch
     */
    public record Query(String id, String function, String metric) {}

    /**
     * One page of the answer to one query.
     *
     * @param id the id of the query
     * @param status  Complete, PartialData, InternalError or Forbidden
     * @param minutes the minutes of the points, ascending
     * @param values the values of the points
     */
    public record Result(String id, String status, long[] minutes, double[] values) {}

    /**
     * One page of an answer.
     *
     * @param items the content of the page
     * @param nextToken the next token, or "" on the last page
     */
    public record Page<T>(List<T> items, String nextToken) {}

    /** The metrics that CloudWatch has, stored or computed. */
    public interface Points {

        /** Returns the functions that have points in these minutes, by name. */
        Collection<String> functions(Place place, long fromMinute, long toMinute);

        /**
         * Returns the value of a minute (epoch seconds / 60), or NaN if there is no value.
         *
         * @param function the function, or "" for the whole region
         * @param metric   the metric's name in CloudWatch, for example {@code Invocations}
         */
        double at(Place place, String function, String metric, long minute);

        /** One account in one region. */
        record Place(String account, String region) {}
    }
}
