package dev.breakwater.cli.replay;

import dev.breakwater.ledger.Incident;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * The effect of other page thresholds on one recording.
 *
 * @param days       days of the recording
 * @param configured the result with the configured threshold
 * @param candidates the result with each threshold that was tried
 */
record Tuning(long days, Candidate configured, List<Candidate> candidates) {

    private static final double WEEK = 7;

    /**
     * The incidents of one replay.
     *
     * @param pagedUsd cost above normal in the hour before each page, USD by incident
     */
    record Replayed(List<Incident> incidents, Map<String, Double> pagedUsd) {}

    /** An incident that paged, with its names for people. */
    record Page(String incident, String kind, String scope, String name, String onset, BigDecimal excessUsd) {
        static Page of(Incident i) {
            Incident.Identity id = i.identity();
            return new Page(
                    id.incident(),
                    id.kind(),
                    id.scope(),
                    id.key(),
                    i.times().onset().toString(),
                    i.money().excessUsd());
        }
    }

    /**
     * One threshold and its results.
     *
     * @param line         the threshold: {@code auto}, USD an hour, or {@code as configured}
     * @param pages        incidents that page
     * @param wanted       those of them that a person wanted, so that a page for them is false
     * @param pagesPerWeek the number of pages a week with this threshold
     * @param notified     how often these pages notify people; a surge that becomes worse notifies again
     * @param minutesToPage median minutes from the estimated onset to the page, without the wanted ones; 0 without pages
     * @param usdAtPage    largest cost above normal in the hour before a page
     * @param pagedUsd     cost above normal of the surges that paged, as the lowest threshold counts it, without the
     *                     wanted ones
     * @param unpagedUsd   cost above normal of the surges that did not page, counted in the same way
     * @param avertedUsd cost that the throttles would have averted
     * @param refusedGood good calls that the throttles would have refused
     * @param gained       incidents that page with this threshold but not with the configured threshold
     * @param lost         incidents that page with the configured threshold but not with this threshold
     */
    record Candidate(
            String line,
            int pages,
            int wanted,
            double pagesPerWeek,
            int notified,
            long minutesToPage,
            BigDecimal usdAtPage,
            BigDecimal pagedUsd,
            BigDecimal unpagedUsd,
            BigDecimal avertedUsd,
            long refusedGood,
            List<Page> gained,
            List<Page> lost) {

        /**
         * @param configured the result with the configured threshold
         * @param surges the surges that count as real
         * @param wanted the surges that a person wanted
         */
        static Candidate of(
                String line,
                long days,
                Replayed replayed,
                Replayed configured,
                List<Incident> surges,
                List<Incident> wanted) {
            List<Incident> all = replayed.incidents();
            List<Incident> paged = paged(all);
            List<Incident> pagedUnwanted = apart(paged, wanted);
            List<Incident> before = paged(configured.incidents());
            List<Incident> unwanted = apart(surges, wanted);
            List<Incident> unpaged = apart(unwanted, paged);
            return new Candidate(
                    line,
                    paged.size(),
                    paged.size() - pagedUnwanted.size(),
                    Math.round(paged.size() / Math.max(1, days / WEEK) * 10) / 10.0,
                    paged.stream().mapToInt(Incident::notifications).sum(),
                    minutesToPage(pagedUnwanted),
                    BigDecimal.valueOf(replayed.pagedUsd().values().stream()
                            .mapToDouble(Double::doubleValue)
                            .max()
                            .orElse(0)),
                    usd(unwanted).subtract(usd(unpaged)),
                    usd(unpaged),
                    all.stream().map(i -> i.money().avertedUsd()).reduce(BigDecimal.ZERO, BigDecimal::add),
                    all.stream().mapToLong(i -> i.money().refusedGood()).sum(),
                    pages(apart(paged, before)),
                    pages(apart(before, paged)));
        }

        /** Returns whether both thresholds give equal pages at equal times. */
        boolean findsTheSameAs(Candidate other) {
            return gained.equals(other.gained)
                    && lost.equals(other.lost)
                    && pages == other.pages
                    && minutesToPage == other.minutesToPage
                    && usdAtPage.compareTo(other.usdAtPage) == 0;
        }

        private static long minutesToPage(List<Incident> paged) {
            long[] minutes = paged.stream()
                    .mapToLong(
                            i -> Duration.between(i.times().onset(), i.times().pagedAt())
                                    .toMinutes())
                    .sorted()
                    .toArray();
            int n = minutes.length;
            return n == 0 ? 0 : Math.round((minutes[(n - 1) / 2] + minutes[n / 2]) / 2.0);
        }

        private static List<Incident> paged(List<Incident> all) {
            return all.stream().filter(i -> i.times().pagedAt() != null).toList();
        }

        private static BigDecimal usd(List<Incident> all) {
            return all.stream().map(i -> i.money().excessUsd()).reduce(BigDecimal.ZERO, BigDecimal::add);
        }

        private static List<Page> pages(List<Incident> incidents) {
            return incidents.stream().map(Page::of).toList();
        }

        /** Returns the incidents that have no equal among the others. */
        private static List<Incident> apart(List<Incident> these, List<Incident> others) {
            return these.stream()
                    .filter(i -> others.stream().noneMatch(o -> sameSurge(i, o)))
                    .toList();
        }

        /**
         * Returns whether two incidents are the same. It does not compare onset and id, because they depend on the
         * thresholds.
         */
        private static boolean sameSurge(Incident a, Incident b) {
            Incident.Identity x = a.identity();
            Incident.Identity y = b.identity();
            return x.scope().equals(y.scope())
                    && x.account().equals(y.account())
                    && x.region().equals(y.region())
                    && x.key().equals(y.key())
                    && begins(a, b)
                    && begins(b, a);
        }

        private static boolean begins(Incident a, Incident b) {
            return b.times().endedAt() == null
                    || !a.times().onset().isAfter(b.times().endedAt());
        }
    }

    /**
     * Returns the threshold whose unwanted surges cost the most with at most this many pages a week, or null. Among
     * equals, returns the threshold with the earliest pages, and then with the fewest pages for wanted surges.
     */
    Candidate within(double pagesPerWeek) {
        return candidates.stream()
                .filter(c -> c.pagesPerWeek <= pagesPerWeek)
                .min(Comparator.comparing(Candidate::pagedUsd)
                        .reversed()
                        .thenComparingLong(Candidate::minutesToPage)
                        .thenComparingInt(Candidate::wanted)
                        .thenComparing(Candidate::usdAtPage))
                .orElse(null);
    }
}
