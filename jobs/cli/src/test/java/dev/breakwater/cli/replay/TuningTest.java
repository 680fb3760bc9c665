package dev.breakwater.cli.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.cli.replay.Tuning.Candidate;
import dev.breakwater.cli.replay.Tuning.Replayed;
import dev.breakwater.ledger.Incident;
import dev.breakwater.ledger.LedgerJson;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TuningTest {

    private static final String PAGED = "\"2026-08-05T14:31:00Z\"";
    private static final String LATER = "\"2026-08-05T14:51:00Z\"";

    private final Tuning tuning = new Tuning(
            14,
            candidate("as configured", 0, 0, 0),
            List.of(
                    candidate("auto", 5, 53, 1),
                    candidate("0.1", 14, 15, 1),
                    candidate("1", 2, 43, 2),
                    candidate("2", 2, 40, 3),
                    candidate("3", 2, 40, 2),
                    candidate("5", 1, 10, 1)));

    @Test
    void ofTheLinesThatPageSeldomEnoughItTakesTheOneThatPagesForMostAndThenTheEarliest() {
        assertThat(tuning.within(1).line()).isEqualTo("3");
        assertThat(tuning.within(7).line()).isEqualTo("0.1");
    }

    @Test
    void oneExpensiveSurgeCountsForMoreThanSeveralCheapOnes() {
        Candidate cheap = candidate("1", 3, 0, 5, 1, 4);
        Candidate expensive = candidate("auto", 1, 0, 50, 1, 46);
        assertThat(new Tuning(14, cheap, List.of(cheap, expensive)).within(7)).isEqualTo(expensive);
    }

    @Test
    void whereAllPageTooOftenItTakesNone() {
        assertThat(tuning.within(.4)).isNull();
    }

    @Test
    void aSurgeThatAnyLineShowsAndThisLineDoesNotPageForCountsAsUnpaged() {
        Incident paged = incident("checkout", PAGED, 4);
        Incident warned = incident("mail", "null", 2);
        Incident lasting = incident("mail", "null", "lasting-change", 30);
        Map<String, Replayed> replays = Map.of(
                Tuning.CONFIGURED,
                new Replayed(List.of(paged, warned), Map.of("checkout", .4)),
                // this threshold shows one surge, at a lower cost
                "5",
                new Replayed(List.of(incident("checkout", PAGED, 3)), Map.of("checkout", 1.5)),
                // only auto shows the lasting change, which pages nobody, while its surge pages
                "auto",
                new Replayed(List.of(lasting, incident("mail", PAGED, 1)), Map.of("mail", 1.0)));
        Tuning tuning = Tuning.of(7, replays, List.of());
        Candidate five = candidate(tuning, "5");
        assertThat(five.pagedUsd()).isEqualByComparingTo("4");
        assertThat(five.unpagedUsd()).isEqualByComparingTo("32");
        assertThat(five.minutesToPage()).isEqualTo(11);
        assertThat(five.usdAtPage()).isEqualByComparingTo("1.5");
        Candidate auto = candidate(tuning, "auto");
        assertThat(auto.pagedUsd()).isEqualByComparingTo("2");
        assertThat(auto.unpagedUsd()).isEqualByComparingTo("34");
    }

    @Test
    void theDifferenceOfTwoLinesIsTheSumOfTheirNewAndGoneSurges() {
        Incident first = incident("checkout", PAGED, 4);
        Incident again = incident("checkout", PAGED, 3);
        Tuning tuning = Tuning.of(
                7,
                Map.of(
                        Tuning.CONFIGURED,
                        new Replayed(List.of(first, again, incident("mail", PAGED, 2)), Map.of()),
                        "5",
                        new Replayed(List.of(incident("api", PAGED, 10)), Map.of())),
                List.of());
        Candidate five = candidate(tuning, "5");
        assertThat(five.lost())
                .extracting(p -> p.name() + " " + p.excessUsd())
                .containsExactlyInAnyOrder("checkout 7", "mail 2");
        assertThat(five.gained())
                .extracting(p -> p.name() + " " + p.excessUsd())
                .containsExactly("api 10");
        assertThat(five.pagedUsd().subtract(tuning.configured().pagedUsd())).isEqualByComparingTo("1");
    }

    @Test
    void aPageForWhatAPersonWantedIsNoGain() {
        Candidate batchToo = candidate("0.5", 3, 2, 5, 1);
        Candidate attackOnly = candidate("2", 1, 0, 5, 3);
        assertThat(new Tuning(14, batchToo, List.of(batchToo, attackOnly)).within(7))
                .isEqualTo(attackOnly);
        Candidate earlier = candidate("0.1", 3, 2, 4, 1);
        assertThat(new Tuning(14, attackOnly, List.of(attackOnly, earlier)).within(7))
                .isEqualTo(earlier);
        Incident attack = incident("checkout", PAGED, 4);
        Incident batch = incident("mail", LATER + ",\"notified\":3", 2);
        Candidate c = configured(List.of(attack, batch), List.of("mail"));
        assertThat(c.wanted()).isEqualTo(1);
        assertThat(c.pagedUsd()).isEqualByComparingTo("4");
        assertThat(c.notified()).isEqualTo(4);
        assertThat(c.minutesToPage()).isEqualTo(11);
    }

    @Test
    void theMedianOfTwoPagesLiesBetweenThem() {
        Incident first = incident("checkout", PAGED, 4);
        Incident second = incident("mail", LATER, 2);
        assertThat(configured(List.of(first, second), List.of()).minutesToPage())
                .isEqualTo(21);
    }

    private static Candidate configured(List<Incident> incidents, List<String> wanted) {
        return Tuning.of(7, Map.of(Tuning.CONFIGURED, new Replayed(incidents, Map.of())), wanted)
                .configured();
    }

    private static Candidate candidate(Tuning tuning, String line) {
        return tuning.candidates().stream()
                .filter(c -> c.line().equals(line))
                .findFirst()
                .orElseThrow();
    }

    private static Incident incident(String function, String pagedAt, int usd) {
        return incident(function, pagedAt, "flood", usd);
    }

    private static Incident incident(String function, String pagedAt, String kind, int usd) {
        return LedgerJson.readOwn(
                "{\"incident\":\"" + function + "\",\"scope\":\"function\",\"account\":\"111122223333\","
                        + "\"region\":\"eu-west-1\",\"function\":\"" + function + "\",\"kind\":\"" + kind + "\","
                        + "\"severity\":\"error\",\"onset\":\"2026-08-05T14:20:00Z\","
                        + "\"detectedAt\":\"2026-08-05T14:22:00Z\",\"pagedAt\":" + pagedAt
                        + ",\"endedAt\":\"2026-08-05T16:00:00Z\",\"excessUsd\":" + usd
                        + ",\"avertedUsd\":0,\"refusedGood\":0,\"actions\":[],\"reason\":\"calm\"}",
                Incident.class);
    }

    private static Candidate candidate(String line, int pages, long minutes, int usd) {
        return candidate(line, pages, 0, minutes, usd);
    }

    private static Candidate candidate(String line, int pages, int wanted, long minutes, int usd) {
        return candidate(line, pages, wanted, minutes, usd, pages - wanted);
    }

    private static Candidate candidate(String line, int pages, int wanted, long minutes, int usd, int paged) {
        BigDecimal atPage = BigDecimal.valueOf(usd);
        return new Candidate(
                line,
                pages,
                wanted,
                pages / 2.0,
                pages,
                minutes,
                atPage,
                BigDecimal.valueOf(paged),
                BigDecimal.ONE,
                BigDecimal.ONE,
                0,
                List.of(),
                List.of());
    }
}
