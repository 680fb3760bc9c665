package dev.breakwater.core.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BillingTest {

    private static final long GB_S = Amounts.MB_MILLIS_PER_GB_SECOND;

    @Test
    void spreadsTheFreeTierInProportionToUseAndLeavesNothingOver() {
        Bill bill = bill(
                onDemand("A", "us-east-1", "f", 700_001, 300_001),
                onDemand("B", "us-east-1", "f", 1, 1),
                onDemand("C", "eu-dear-1", "f", 900_000, 500_000));

        assertThat(bill.lines().stream().mapToLong(BillLine::freeRequests).sum())
                .isEqualTo(1_000_000);
        assertThat(bill.lines().stream().mapToLong(BillLine::freeMbMillis).sum())
                .isEqualTo(400_000 * GB_S);
        assertThat(bill.lines().get(0).freeRequests()).isEqualTo(437_500);
        assertThat(bill.lines()).allMatch(l -> l.freeRequests() <= l.usage().requests());
    }

    @Test
    void theOrderOfTheLinesNeverShows() {
        List<Usage> lines = random(7, 60);
        Bill bill = Billing.bill(PriceBook.of(Tariffs.list()), lines);
        List<Usage> shuffled = new ArrayList<>(lines);
        Collections.shuffle(shuffled, new Random(8));

        assertThat(Billing.bill(PriceBook.of(Tariffs.list()), shuffled)).isEqualTo(bill);
        assertThat(bill.byAccount().values().stream().mapToLong(Long::longValue).sum())
                .isEqualTo(bill.totalNano());
        assertThat(bill.byRegion().values().stream().mapToLong(Long::longValue).sum())
                .isEqualTo(bill.totalNano());
    }

    @Test
    void splittingAFunctionInTwoChangesNoCent() {
        Bill one = bill(onDemand("A", "us-east-1", "f", 40_000_000, 9_000_000_000L));
        Bill two = bill(
                onDemand("A", "us-east-1", "f", 30_000_000, 1_000_000_000L),
                onDemand("B", "us-east-1", "g", 10_000_000, 8_000_000_000L));

        assertThat((double) two.totalNano()).isCloseTo(one.totalNano(), within(10.0));
    }

    @Test
    void aRegionWithoutPricesIsPricedAsTheDearestAndSaid() {
        Bill bill = bill(onDemand("A", "ap-south-1", "f", 2_000_000, 1_400_000));

        assertThat(bill.totalNano()).isEqualTo(20_280_000_000L);
        assertThat(bill.gaps()).singleElement().satisfies(gap -> {
            assertThat(gap.what()).isEqualTo("region");
            assertThat(gap.found()).isEqualTo("ap-south-1");
            assertThat(gap.pricedAs()).isEqualTo("eu-dear-1");
        });
    }

    @Test
    void anUnknownArchitectureIsPricedAsX86AndSaid() {
        Usage odd = new Usage("A", "us-east-1", "riscv64", "f", 1_000_000, 500_000 * GB_S, 0, 0, 0, 0, 0);

        Bill bill = bill(odd);

        assertThat(bill.totalNano()).isEqualTo(1_666_670_000L);
        assertThat(bill.gaps()).extracting(Bill.Gap::found).containsExactly("riscv64");
    }

    @Test
    void anAccountWithATableOfItsOwnPaysItsPrices() {
        Tariff own = new Tariff(Map.of("us-east-1", Tariffs.list().regions().get("eu-dear-1")), 0, 0);
        PriceBook book =
                new PriceBook(Tariffs.list(), Map.of("B", own), Map.of(PriceBook.OTHERS, .1), InitShare.ASSUMED);

        Bill bill = Billing.bill(
                book,
                List.of(
                        onDemand("A", "us-east-1", "f", 1_000_000, 700_000),
                        onDemand("B", "us-east-1", "f", 1_000_000, 700_000)));

        // 500,000 GB-s and 500,000 requests each are paid
        assertThat(bill.byAccount()).containsEntry("A", Math.round((8_333_350_000L + 100_000_000L) * .9));
        assertThat(bill.byAccount()).containsEntry("B", Math.round((10_000_000_000L + 140_000_000L) * .9));
    }

    @Test
    void anEstimatedInitHasAnErrorAndAToldOneHasNone() {
        Usage guessed = new Usage("A", "us-east-1", "x86_64", "f", 0, 1_000_400_000L * GB_S, Usage.UNKNOWN, 0, 0, 0, 0);
        Usage told = new Usage("A", "us-east-1", "x86_64", "f", 0, 1_000_400_000L * GB_S, 5, 0, 0, 0, 0);

        BillLine line = bill(guessed).lines().get(0);

        assertThat(line.initNano() / (double) line.computeNano()).isCloseTo(.02, within(1e-6));
        assertThat(line.initErrorNano() / (double) line.computeNano()).isCloseTo(.02, within(1e-6));
        assertThat(bill(told).lines().get(0).initErrorNano()).isZero();
    }

    @Test
    void reportsTellTheShareOfInitWithinItsError() {
        int inside = 0;
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            InitState state = new InitState();
            for (int i = 0; i < 4000; i++) {
                double duration = 20 + 160 * random.nextDouble();
                InitShare.count(state, duration, random.nextDouble() < .03 ? 200 + 200 * random.nextDouble() : 0);
            }
            InitShare share = InitShare.of(state, new InitShare(.09, 0));
            if (Math.abs(share.share() - .09) < 2 * share.error()) inside++;
        }
        assertThat(inside).isGreaterThanOrEqualTo(185);
        assertThat(InitShare.of(new InitState(), InitShare.ASSUMED)).isEqualTo(InitShare.ASSUMED);
    }

    @Test
    void addOnsArePricedByTheInvocation() {
        // 2 KB of logs at 0.50 a GB, 100 KB out at 0.09 a GB, a gateway at 1.00 a million, 0.00001 for what it calls
        AddOns addOns = new AddOns(2, .5, 100, .09, 1, .00001);

        assertThat(addOns.nano(1_048_576)).isEqualTo(21_534_336_000L);
        assertThat(AddOns.NONE.nano(1_000_000)).isZero();
    }

    @Test
    void negativeUsageIsABug() {
        assertThatThrownBy(() -> onDemand("A", "us-east-1", "f", -1, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    private static List<Usage> random(long seed, int lines) {
        Random random = new Random(seed);
        List<Usage> usage = new ArrayList<>();
        for (int i = 0; i < lines; i++) {
            String region = random.nextBoolean() ? "us-east-1" : "eu-dear-1";
            long gbSeconds = random.nextInt(1_000_000_000);
            usage.add(onDemand("A" + random.nextInt(5), region, "f" + i, random.nextInt(50_000_000), gbSeconds));
        }
        return usage;
    }

    private static Bill bill(Usage... usage) {
        return Billing.bill(PriceBook.of(Tariffs.list()), List.of(usage));
    }

    private static Usage onDemand(String account, String region, String function, long requests, long gbSeconds) {
        return new Usage(account, region, "x86_64", function, requests, gbSeconds * GB_S, 0, 0, 0, 0, 0);
    }
}
