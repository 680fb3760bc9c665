package dev.breakwater.report.run;

import dev.breakwater.ledger.AttackRow;
import dev.breakwater.ledger.Incident;
import dev.breakwater.report.Wording;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Compares a run's findings with the attacks that were injected into its recording.
 *
 * @param all   attacks in the order of their start; empty if the injected attacks are unknown
 * @param falsePages pages that belong to no attack
 */
public record AttackResults(List<Attack> all, List<Incident> falsePages) {

    /**
     * One attack and its incidents.
     *
     * @param incidents all incidents that report the attack
     */
    public record Attack(AttackRow row, List<Incident> incidents) {

        /**
         * Returns the first incident that paged for the attack. If no incident paged, returns the first incident that
         * detected the attack. The result is empty if no incident did either.
         */
        public Optional<Incident> main() {
            Comparator<Instant> lastWhereNone = Comparator.nullsLast(Comparator.naturalOrder());
            return incidents.stream()
                    .min(Comparator.comparing((Incident i) -> i.times().pagedAt(), lastWhereNone)
                            .thenComparing(i -> i.times().onset()));
        }

        /** Returns a name like {@code checkout} or {@code 16 functions}. */
        public String target() {
            int functions = row.functions().size();
            return functions == 1 ? row.functions().get(0) : functions + " functions";
        }

        /**
         * Returns the time from the attack's start to its detection, in data time. The result is empty if the attack
         * was never detected.
         */
        public String seenAfter() {
            return main().map(i -> after(i.times().detectedAt())).orElse("");
        }

        public String pagedAfter() {
            return main().map(i -> after(i.times().pagedAt())).orElse("");
        }

        /** Returns the reaction, for example {@code throttled to 30 after 12 min}. */
        public String done() {
            return main().flatMap(i -> i.actions().stream()
                            .filter(a -> "throttle".equals(a.type()))
                            .findFirst())
                    .map(a -> "throttled to " + a.value() + " after " + after(a.at()))
                    .orElse(pagedAfter().isEmpty() ? "" : notWorth() ? "paged, a throttle proposed" : "paged only");
        }

        private boolean notWorth() {
            return main().filter(i -> i.money().notWorth()).isPresent();
        }

        /**
         * Returns the excess of the attack's incidents. Incidents of functions and incidents of a wider scope contain
         * the same money, so only the larger of the two sums counts.
         */
        public BigDecimal excessUsd() {
            return whole(i -> i.money().excessUsd());
        }

        public BigDecimal avertedUsd() {
            return whole(i -> i.money().avertedUsd());
        }

        /**
         * Returns the good calls that the limits would have refused. The report shows the number of these calls next to
         * the averted cost.
         */
        public long refusedGood() {
            return incidents.stream().mapToLong(i -> i.money().refusedGood()).sum();
        }

        private BigDecimal whole(Function<Incident, BigDecimal> amount) {
            Map<Boolean, List<BigDecimal>> byFunction = incidents.stream()
                    .collect(Collectors.partitioningBy(
                            i -> i.identity().function() != null, Collectors.mapping(amount, Collectors.toList())));
            return sum(byFunction.get(true)).max(sum(byFunction.get(false)));
        }

        private String after(Instant at) {
            return at == null ? "" : Wording.span(Duration.between(row.from(), at));
        }
    }

    static final AttackResults NONE = new AttackResults(List.of(), List.of());

    /** Finds the incidents of each attack. */
    public static AttackResults of(List<AttackRow> rows, List<Incident> incidents) {
        if (rows.isEmpty()) return NONE;
        List<Attack> all = rows.stream()
                .sorted(Comparator.comparing(AttackRow::from))
                .map(row ->
                        new Attack(row, incidents.stream().filter(row::explains).toList()))
                .toList();
        List<Incident> none = incidents.stream()
                .filter(i -> i.times().pagedAt() != null)
                .filter(i -> rows.stream().noneMatch(row -> row.explains(i)))
                .toList();
        return new AttackResults(all, none);
    }

    public boolean present() {
        return !all.isEmpty();
    }

    /** Returns whether this is the incident that stands for an attack in the report. */
    public boolean isMain(Incident i) {
        return all.stream().anyMatch(a -> a.main().filter(i::equals).isPresent());
    }

    /**
     * Returns the injected attack at the incident's place and time. The result is empty if no attack was injected
     * there.
     */
    public String of(Incident i) {
        return all.stream()
                .filter(a -> a.row().explains(i))
                .map(a -> a.row().description())
                .findFirst()
                .orElse("");
    }

    /** Returns a text like {@code 8 of 8 injected attacks were paged, 5 throttled}. */
    String headline() {
        return paged() + " of " + all.size() + " injected attacks were paged, " + throttled() + " throttled";
    }

    /**
     * Returns a text like
     * {@code 8 of 8 injected attacks paged, 5 of them throttled: $326.05 above normal, $68.10 averted ...}.
     */
    public String sums() {
        String forNothing = falsePages.isEmpty()
                ? "No page was false."
                : Wording.count(falsePages.size(), "page") + " without an attack: "
                        + Wording.usd(sum(falsePages.stream()
                                .map(i -> i.money().excessUsd())
                                .toList()))
                        + " above what was expected.";
        return paged() + " of " + all.size() + " injected attacks paged, " + throttled() + " of them throttled: "
                + Wording.usd(excessUsd()) + " above normal, "
                + Wording.usd(sum(all.stream().map(Attack::avertedUsd).toList())) + " averted (simulated). "
                + forNothing;
    }

    /**
     * Returns a text like {@code Total good calls that the limits would have refused: 544 (estimated). If
     * throttle.worth were 0, 4 throttles more would have averted $47.60 more and refused 121,154 more good calls.}
     */
    public String refused() {
        List<Incident> told = Stream.concat(all.stream().flatMap(a -> a.incidents().stream()), falsePages.stream())
                .distinct()
                .toList();
        long calls = told.stream().mapToLong(i -> i.money().refusedGood()).sum();
        String refused =
                "Total good calls that the limits would have refused: " + Wording.number(calls) + " (estimated).";
        List<Incident.Money> proposed = told.stream()
                .map(Incident::money)
                .filter(Incident.Money::notWorth)
                .toList();
        if (proposed.isEmpty()) return refused;
        long more = proposed.stream()
                .mapToLong(m -> m.wouldRefuseGood() == null ? 0 : m.wouldRefuseGood())
                .sum();
        BigDecimal averted = sum(proposed.stream()
                .map(Incident.Money::wouldAvertUsd)
                .filter(Objects::nonNull)
                .toList());
        return refused + " If throttle.worth were 0, "
                + Wording.count(proposed.size(), "throttle") + " more: " + Wording.usd(averted) + " more averted, "
                + Wording.number(more) + " more good calls refused.";
    }

    /** Returns the excess of all attacks. */
    public BigDecimal excessUsd() {
        return sum(all.stream().map(Attack::excessUsd).toList());
    }

    private long paged() {
        return all.stream().filter(a -> !a.pagedAfter().isEmpty()).count();
    }

    private long throttled() {
        return all.stream().filter(a -> a.done().startsWith("throttled")).count();
    }

    private static BigDecimal sum(List<BigDecimal> amounts) {
        return amounts.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
