package dev.breakwater.connectors.lambda.ledger;

import static dev.breakwater.connectors.lambda.ledger.Entries.ACCOUNT;
import static dev.breakwater.connectors.lambda.ledger.Entries.CHECKOUT;
import static dev.breakwater.connectors.lambda.ledger.Entries.NOW;
import static dev.breakwater.connectors.lambda.ledger.Entries.OPERATOR;
import static dev.breakwater.connectors.lambda.ledger.Entries.REGION;
import static dev.breakwater.connectors.lambda.ledger.Entries.UNTIL;
import static dev.breakwater.connectors.lambda.ledger.Entries.intent;
import static dev.breakwater.connectors.lambda.ledger.Entries.returned;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.lambda.ledger.LedgerEntry.Kind;
import dev.breakwater.connectors.lambda.ledger.LedgerEntry.LimitKey;
import dev.breakwater.connectors.lambda.ledger.LedgerMemory.LeaseId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerMemoryTest {

    private static final String SWEEP = LedgerFolder.sweep("nightly");

    @TempDir
    private Path folder;

    private static LedgerEntry byOperator(LedgerEntry line, long seq) {
        return line.in(OPERATOR, 1, seq, "");
    }

    private static LedgerEntry bySweep(LedgerEntry line, long seq) {
        return line.in(SWEEP, 0, seq, "");
    }

    private static LedgerEntry line(Kind kind, String lease) {
        return LedgerEntry.of(kind, NOW).limit(CHECKOUT).lease(lease, null);
    }

    private static LedgerMemory.Limit checkout(LedgerEntry... lines) {
        return LedgerMemory.of(List.of(lines)).limit(new LimitKey(ACCOUNT, REGION, "checkout", "reservation", ""));
    }

    @Test
    void theNewestLeaseIsThatWithTheHighestIdWhateverTheClocksSay() {
        // the sweep's clock is a year ahead, and its old lease is read last
        LedgerEntry old = line(Kind.HELD, "k9").value("99");
        LedgerEntry ahead = LedgerEntry.of(Kind.RETURNED, NOW.plus(Duration.ofDays(365)))
                .limit(CHECKOUT)
                .lease("k9", null);
        LedgerMemory.Limit limit =
                checkout(byOperator(old, 1), byOperator(intent("10a", "5"), 2), bySweep(ahead, 1), bySweep(old, 2));
        assertThat(limit.lease()).isEqualTo("10a");
        assertThat(limit.values()).containsExactly("5");
        assertThat(limit.isEnded()).isFalse();
    }

    @Test
    void theOrderInWhichChainsAreReadChangesNothing() {
        List<LedgerEntry> operator = List.of(
                byOperator(intent("k1", "12"), 1),
                byOperator(returned("k1"), 2),
                byOperator(intent("k2", "20"), 3),
                byOperator(intent("k2", "9"), 4),
                byOperator(line(Kind.HELD, "k2").value("9"), 5));
        List<LedgerEntry> sweep = List.of(
                bySweep(line(Kind.INTENT_RETURN, "k1"), 1),
                bySweep(returned("k1"), 2),
                bySweep(line(Kind.INTENT_RETURN, "k2"), 3));
        List<LedgerEntry> one = new ArrayList<>(operator);
        one.addAll(sweep);
        List<LedgerEntry> other = new ArrayList<>(sweep);
        other.addAll(operator);
        LedgerMemory.Limit limit = LedgerMemory.of(one).limit(CHECKOUT);
        assertThat(limit).isEqualTo(LedgerMemory.of(other).limit(CHECKOUT));
        assertThat(limit.values()).containsExactly("20", "9");
        assertThat(limit.last().kind()).isEqualTo("held");
        assertThat(limit.found()).isEqualTo("240");
    }

    @Test
    void aLeaseThatWasNotSetIsOver() {
        LedgerEntry over = LedgerEntry.of(Kind.NOT_SET, NOW).limit(CHECKOUT).lease("k1", NOW);
        LedgerMemory.Limit limit = checkout(byOperator(intent("k1", "5"), 1), byOperator(over, 2));
        assertThat(limit.ended()).isEqualTo("not-set");
        assertThat(limit.held()).isFalse();
    }

    @Test
    void aSweepEndsALeaseThatTheOperatorLeftOpenAndNoOther() {
        LedgerMemory.Limit limit = checkout(byOperator(intent("k1", "5"), 1), bySweep(returned("k1"), 1));
        assertThat(limit.ended()).isEqualTo("returned");
        assertThat(limit.last().link().writer()).isEqualTo(SWEEP);
        limit = checkout(byOperator(intent("k1", "5"), 1), bySweep(returned("k0"), 1));
        assertThat(limit.isEnded()).isFalse();
    }

    @Test
    void aLateValueOpensAReturnedLeaseAgainInItsOwnChain() {
        assertThat(checkout(
                                byOperator(intent("k1", "5"), 1),
                                byOperator(returned("k1"), 2),
                                byOperator(line(Kind.INTENT_RETURN, "k1"), 3))
                        .isEnded())
                .isFalse();
    }

    @Test
    void theEndNeverMovesLaterAndWhatWasFoundFirstStays() {
        LedgerEntry later =
                line(Kind.INTENT, "k1").until(UNTIL.plusSeconds(600)).value("4").found("5");
        LedgerEntry earlier = line(Kind.HELD, "k1").until(UNTIL.minusSeconds(600));
        LedgerMemory.Limit limit = checkout(byOperator(intent("k1", "5"), 1), byOperator(later, 2));
        assertThat(limit.until()).isEqualTo(UNTIL);
        assertThat(limit.found()).isEqualTo("240");
        assertThat(checkout(byOperator(intent("k1", "5"), 1), byOperator(earlier, 2))
                        .until())
                .isEqualTo(UNTIL.minusSeconds(600));
    }

    @Test
    void handsOffLastsUntilItsEndOrUntilItIsAllowedAgain() {
        Instant end = NOW.plus(Duration.ofHours(24));
        LedgerEntry yielded = line(Kind.YIELDED, "k1").until(end).found("50");
        LedgerEntry again = LedgerEntry.of(Kind.AGAIN_ALLOWED, NOW.minusSeconds(900))
                .function(ACCOUNT, REGION, "checkout")
                .until(end);
        LedgerEntry byHand = LedgerEntry.of(Kind.HANDS_OFF, NOW)
                .function(ACCOUNT, REGION, "checkout")
                .until(end.plusSeconds(60))
                .by("alice");
        LedgerEntry other = again.in("requests", 0, 1, "");
        assertThat(handsOff(byOperator(yielded, 1))).isEqualTo(end);
        assertThat(handsOff(byOperator(yielded, 1), byOperator(again, 2))).isNull();
        assertThat(handsOff(byOperator(again, 1), byOperator(byHand, 2))).isEqualTo(end.plusSeconds(60));
        // in two chains, the line that ends a hands-off decides, not the order or the clock
        assertThat(handsOff(byOperator(yielded, 1), other)).isNull();
        assertThat(handsOff(other, byOperator(yielded, 1))).isNull();
        assertThat(handsOff(other, byOperator(byHand, 1))).isEqualTo(end.plusSeconds(60));
        assertThat(checkout(byOperator(yielded, 1)).ended()).isEqualTo("yielded");
    }

    private static Instant handsOff(LedgerEntry... lines) {
        return LedgerMemory.of(List.of(lines)).handsOffUntil(ACCOUNT, REGION, "checkout");
    }

    @Test
    void anAccountThatIsForgottenEndsItsLeasesUpToThatOne() {
        LedgerEntry forgotten = LedgerEntry.of(Kind.FORGOTTEN, NOW)
                .place(ACCOUNT, "")
                .lease("k5", null)
                .detail("checkout: 5 may still stand")
                .in("requests", 0, 1, "");
        LedgerMemory memory = LedgerMemory.of(List.of(
                byOperator(intent("k1", "5"), 1),
                byOperator(intent(Entries.limit("orders"), "k6", "7"), 2),
                forgotten));
        assertThat(memory.limit(CHECKOUT).ended()).isEqualTo("forgotten");
        assertThat(memory.limit(Entries.limit("orders")).isEnded()).isFalse();
    }

    @Test
    void alertKeysAreOpenUntilTheirChainClosesThem() {
        LedgerEntry a = LedgerEntry.of(Kind.ALERT_OPEN, NOW).key("a");
        LedgerEntry b = LedgerEntry.of(Kind.ALERT_OPEN, NOW).key("b");
        LedgerEntry closed = LedgerEntry.of(Kind.ALERT_CLOSED, NOW).key("a");
        assertThat(LedgerMemory.of(List.of(byOperator(a, 1), byOperator(b, 2), byOperator(closed, 3)))
                        .openAlerts())
                .extracting(e -> e.cause().key())
                .containsExactly("b");
    }

    @Test
    void unknownKindsAndFieldsAreReadAndKeptAndChangeNoLimit() throws IOException {
        LedgerEntry newer =
                LedgerEntry.read("{\"seq\":3,\"at\":\"2026-11-29T05:10:00Z\",\"writer\":\"w\",\"kind\":\"colour\","
                        + "\"account\":\"111122223333\",\"region\":\"eu-west-1\",\"function\":\"checkout\","
                        + "\"lever\":\"reservation\",\"lease\":\"zz\",\"shade\":{\"a\":[1]}}");
        assertThat(newer.kind()).isEqualTo("colour");
        assertThat(checkout(byOperator(intent("k1", "5"), 1), newer).lease()).isEqualTo("k1");
    }

    @Test
    void leaseIdsAreOrderedAndGrowEvenWhereTheClockIsBehind() {
        String first = LeaseId.next("", NOW.toEpochMilli());
        assertThat(Long.parseLong(first, 36)).isEqualTo(NOW.getEpochSecond());
        String second = LeaseId.next(first, NOW.minusSeconds(5_000).toEpochMilli());
        assertThat(LeaseId.compare(second, first)).isPositive();
        assertThat(LeaseId.compare("zzzz", "10000")).isNegative();
        assertThat(LeaseId.compare("", "0")).isNegative();
        assertThat(LeaseId.compare(LeaseId.next("zzzzzzz-no-number", 0), "zzzzzzz-no-number"))
                .isPositive();
    }

    /**
     * Tests chains whose clocks are wrong by days and files that end early. The result must be the same with and
     * without old files.
     */
    @Test
    void chainsOfWritersWhoseClocksLieComeToTheSameWhereverTheirFilesEnd() throws IOException {
        for (long seed = 1; seed <= 20; seed++) {
            Path small = folder.resolve("small-" + seed);
            Path large = folder.resolve("large-" + seed);
            write(small, 1_500, new Random(seed));
            write(large, 1 << 30, new Random(seed));
            LedgerMemory expected = LedgerMemory.read(large);
            LedgerMemory got = LedgerMemory.read(small);
            assertThat(expected.limits()).as("seed " + seed).isNotEmpty();
            for (LedgerMemory.Limit limit : expected.limits()) {
                LedgerMemory.Limit same = got.limit(limit.key());
                assertThat(List.of(same.lease(), same.values(), same.found(), same.ended()))
                        .as("seed " + seed)
                        .isEqualTo(List.of(limit.lease(), limit.values(), limit.found(), limit.ended()));
                assertThat(same.until()).as("seed " + seed).isEqualTo(limit.until());
            }
            assertThat(got.attempt(ACCOUNT, REGION)).isEqualTo(expected.attempt(ACCOUNT, REGION));
        }
    }

    private static void write(Path to, long segmentBytes, Random chance) throws IOException {
        Clock ahead = Clock.fixed(NOW.plus(Duration.ofDays(chance.nextInt(30) - 15)), ZoneOffset.UTC);
        try (LedgerWriter operator = LedgerWriter.of(to, OPERATOR, segmentBytes, Entries.CLOCK);
                LedgerWriter sweep = LedgerWriter.of(to, SWEEP, segmentBytes, ahead)) {
            operator.beginAttempt(ACCOUNT, REGION, "host", 0);
            String[] leases = {"", "", ""};
            for (int i = 0; i < 60; i++) {
                int which = chance.nextInt(3);
                LimitKey limit = Entries.limit("f" + which);
                if (leases[which].isEmpty() || chance.nextInt(6) == 0) {
                    leases[which] = LeaseId.next(leases[which], 0);
                }
                String lease = leases[which];
                switch (chance.nextInt(4)) {
                    case 0 -> operator.append(returned(limit, lease));
                    case 1 ->
                        sweep.append(LedgerEntry.of(Kind.RETURNED, ahead.instant())
                                .limit(limit)
                                .lease(lease, null));
                    default -> operator.append(intent(limit, lease, "" + chance.nextInt(5)));
                }
            }
        }
    }

    @Test
    void whatIsReadGrowsWithTheLimitsAndNotWithTheLines() throws IOException {
        try (LedgerWriter operator = LedgerWriter.of(folder, OPERATOR, 1 << 20, Entries.CLOCK)) {
            operator.beginAttempt(ACCOUNT, REGION, "host", 0);
            LedgerEntry[] many = new LedgerEntry[500];
            for (int i = 0; i < 20; i++) {
                for (int n = 0; n < many.length; n++) many[n] = intent(Entries.limit("f" + n % 10), "k1", "" + n % 3);
                operator.append(many);
            }
        }
        List<Integer> numbers = LedgerFolder.segments(folder, OPERATOR).numbers();
        assertThat(numbers).hasSizeGreaterThan(2);
        // only the newest file is read if it is complete
        Path second = LedgerFolder.segments(folder, OPERATOR).file(2);
        Files.write(second, Collections.nCopies(3, "no line of ours"));
        LedgerMemory memory = LedgerMemory.read(folder);
        assertThat(memory.limits())
                .hasSize(10)
                .allSatisfy(limit -> assertThat(limit.values()).containsExactlyInAnyOrder("0", "1", "2"));
        assertThat(memory.carried(NOW)).hasSizeLessThan(1 + 10 * 6);
    }

    @Test
    void whatWasGivenBackIsNoValueOfTheLeaseAndWhatSomebodySetIsWhatIsFound() {
        LedgerMemory.Limit limit = checkout(
                byOperator(intent("k1", "9"), 1),
                byOperator(line(Kind.HELD, "k1").value("9").found("240"), 2),
                byOperator(line(Kind.YIELDED, "k1").found("76"), 3),
                byOperator(line(Kind.SET, "k1").value("76"), 4));
        assertThat(limit.values()).containsExactly("9");
        assertThat(limit.found()).isEqualTo("76");
        assertThat(limit.held()).isTrue();
    }

    @Test
    void aValueCountsAsSetOnceItsSetWasAnswered() {
        LedgerEntry intent = byOperator(intent("k1", "9"), 1);
        assertThat(checkout(intent, answered("9", "unknown")).held()).isFalse();
        assertThat(checkout(intent, answered("240", "ok")).held())
                .as("a return")
                .isFalse();
        assertThat(checkout(intent, answered("9", "ok")).held()).isTrue();
    }

    private static LedgerEntry answered(String value, String outcome) {
        return byOperator(line(Kind.SET, "k1").value(value).outcome(outcome, ""), 2);
    }
}
