package dev.breakwater.cli.replay;

import dev.breakwater.ledger.Incident;
import dev.breakwater.model.IncidentKind;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The effect of other page thresholds on one recording.
 *
 * @param days       days of the recording
 * @param configured the result with the configured threshold
 * @param candidates the result with each threshold that was tried
 */
record Tuning(long days, Candidate configured, List<Candidate> candidates) {

    /** The name of the configured threshold. */
    static final String CONFIGURED = "as configured";

    private static final double WEEK = 7;

    /**
     * The incidents of one replay.
     *
     * @param pagedUsd cost above normal in the hour before each page, USD by incident
     */
    record Replayed(List<Incident> incidents, Map<String, Double> pagedUsd) {}

    /**
     * @param replays the result of each threshold, {@link #CONFIGURED} among them
     * @param wanted ids of the incidents that a person wanted
     */
    static Tuning of(long days, Map<String, Replayed> replays, Collection<String> wanted) {
        List<Surge> surges = Surge.of(replays);
        Function<String, Candidate> result =
                line -> Candidate.of(line, days, surges, replays.get(line).pagedUsd(), wanted);
        return new Tuning(
                days,
                result.apply(CONFIGURED),
                replays.keySet().stream()
                        .filter(line -> !line.equals(CONFIGURED))
                        .map(result)
                        .toList());
    }

    /**
     * One surge as all replays see it. Onset, end and id depend on the threshold, so incidents of one place that
     * overlap are one surge. A lasting change is apart from the surges in its time.
     *
     * @param byLine its incidents with each threshold
     */
    private record Surge(Map<String, List<Incident>> byLine) {

        private record Seen(String line, Incident incident) {
            List<Object> place() {
                Incident.Identity id = incident.identity();
                return List.of(
                        id.scope(),
                        id.account(),
                        id.region(),
                        id.key(),
                        id.kind().equals(LASTING));
            }

            Instant onset() {
                return incident.times().onset();
            }
        }

        private static final String LASTING = IncidentKind.LASTING_CHANGE.wire();

        static List<Surge> of(Map<String, Replayed> replays) {
            Map<List<Object>, List<Seen>> places = replays.entrySet().stream()
                    .flatMap(e -> e.getValue().incidents().stream().map(i -> new Seen(e.getKey(), i)))
                    .sorted(Comparator.comparing(Seen::onset))
                    .collect(Collectors.groupingBy(Seen::place, LinkedHashMap::new, Collectors.toList()));
            List<Surge> surges = new ArrayList<>();
            for (List<Seen> place : places.values()) {
                Instant end = Instant.MIN;
                Surge surge = null;
                for (Seen seen : place) {
                    if (seen.onset().isAfter(end)) {
                        surge = new Surge(new HashMap<>());
                        surges.add(surge);
                    }
                    surge.byLine
                            .computeIfAbsent(seen.line(), l -> new ArrayList<>())
                            .add(seen.incident());
                    Instant ended =
                            Objects.requireNonNullElse(seen.incident().times().endedAt(), Instant.MAX);
                    if (ended.isAfter(end)) end = ended;
                }
            }
            return surges;
        }

        List<Incident> with(String line) {
            return byLine.getOrDefault(line, List.of());
        }

        List<Incident> paged(String line) {
            return with(line).stream().filter(i -> i.times().pagedAt() != null).toList();
        }

        /** Returns the cost above normal in USD, as counted by the threshold that counts the most of it. */
        BigDecimal usd() {
            return byLine.values().stream()
                    .map(all -> sum(all, i -> i.money().excessUsd()))
                    .max(Comparator.naturalOrder())
                    .orElseThrow();
        }

        boolean isOneOf(Collection<String> ids) {
            return byLine.values().stream()
                    .flatMap(List::stream)
                    .anyMatch(i -> ids.contains(i.identity().incident()));
        }

        /** Returns its page with one threshold. */
        Page page(String line) {
            Incident first = paged(line).get(0);
            Incident.Identity id = first.identity();
            return new Page(
                    id.incident(),
                    id.kind(),
                    id.scope(),
                    id.key(),
                    first.times().onset().toString(),
                    usd());
        }
    }

    /**
     * A surge that paged.
     *
     * @param incident its first incident that paged
     * @param excessUsd its cost above normal, counted as in {@link Candidate#pagedUsd}
     */
    record Page(String incident, String kind, String scope, String name, String onset, BigDecimal excessUsd) {}

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
     * @param pagedUsd     cost above normal of the surges that paged, without the wanted ones; each surge as the
     *                     threshold counts it that counts the most of it
     * @param unpagedUsd   cost above normal of the surges that did not page, counted in the same way
     * @param avertedUsd cost that the throttles would have averted, without the wanted surges
     * @param refusedGood good calls that the throttles would have refused, without those of the wanted surges
     * @param gained       surges that page with this threshold but not with the configured threshold
     * @param lost         surges that page with the configured threshold but not with this threshold
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

        private static Candidate of(
                String line, long days, List<Surge> surges, Map<String, Double> pagedUsd, Collection<String> wanted) {
            List<Surge> unwanted =
                    surges.stream().filter(s -> !s.isOneOf(wanted)).toList();
            List<Incident> all =
                    unwanted.stream().flatMap(s -> s.with(line).stream()).toList();
            List<Incident> paged =
                    surges.stream().flatMap(s -> s.paged(line).stream()).toList();
            List<Incident> pagedUnwanted =
                    unwanted.stream().flatMap(s -> s.paged(line).stream()).toList();
            List<Surge> found =
                    unwanted.stream().filter(s -> !s.paged(line).isEmpty()).toList();
            BigDecimal foundUsd = sum(found, Surge::usd);
            return new Candidate(
                    line,
                    paged.size(),
                    paged.size() - pagedUnwanted.size(),
                    Math.round(paged.size() / Math.max(1, days / WEEK) * 10) / 10.0,
                    paged.stream().mapToInt(Incident::notifications).sum(),
                    minutesToPage(pagedUnwanted),
                    BigDecimal.valueOf(pagedUsd.values().stream()
                            .mapToDouble(Double::doubleValue)
                            .max()
                            .orElse(0)),
                    foundUsd,
                    sum(unwanted, Surge::usd).subtract(foundUsd),
                    sum(all, i -> i.money().avertedUsd()),
                    all.stream().mapToLong(i -> i.money().refusedGood()).sum(),
                    pagesOnlyWith(line, CONFIGURED, surges),
                    pagesOnlyWith(CONFIGURED, line, surges));
        }

        private static List<Page> pagesOnlyWith(String line, String other, List<Surge> surges) {
            return surges.stream()
                    .filter(s -> !s.paged(line).isEmpty() && s.paged(other).isEmpty())
                    .map(s -> s.page(line))
                    .toList();
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

    private static <T> BigDecimal sum(List<T> all, Function<T, BigDecimal> usd) {
        return all.stream().map(usd).reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
