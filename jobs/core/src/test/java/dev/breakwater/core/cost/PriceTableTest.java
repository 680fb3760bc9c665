package dev.breakwater.core.cost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.core.observe.Pricing;
import dev.breakwater.core.policy.FunctionFacts;
import dev.breakwater.core.policy.Match;
import dev.breakwater.core.policy.ReservationFacts;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PriceTableTest {

    private static final PriceTable OURS = table(.5, Map.of(), List.of());
    private static final PriceTable TABLE = table(
            0,
            Map.of("B", OURS),
            List.of(
                    new PriceTable.AddOnRule(new Match("api-*", Map.of()), new AddOns(0, 0, 0, 0, 1, 0)),
                    new PriceTable.AddOnRule(
                            new Match("*", Map.of("tier", "mail")), new AddOns(0, 0, 0, 0, 0, .0001))));

    @Test
    void anAccountThatPaysSomethingElseIsPricedSo() {
        assertThat(TABLE.pricing("A", "r", "f", facts("x86_64", Map.of())))
                .isEqualTo(Pricing.of(200, 16_000, 2048, 30));
        assertThat(TABLE.pricing("B", "r", "f", facts("x86_64", Map.of()))).isEqualTo(Pricing.of(100, 8_000, 2048, 30));
    }

    @Test
    void theFirstAddOnThatMatchesCounts() {
        assertThat(TABLE.pricing("A", "r", "api-x", facts("x86_64", Map.of("tier", "mail"))))
                .isEqualTo(Pricing.of(1200, 16_000, 2048, 30));
        assertThat(TABLE.pricing("A", "r", "f", facts("x86_64", Map.of("tier", "mail"))))
                .isEqualTo(Pricing.of(100_200, 16_000, 2048, 30));
        assertThat(TABLE.pricing("A", "r", "api-x", null)).isEqualTo(Pricing.assumed(1200, 16_000, 512));
    }

    @Test
    void whatTheTableDoesNotKnowHasAPriceToo() {
        assertThat(TABLE.nanoPerGbSecond("elsewhere", "arm64")).isEqualTo(12_000);
        assertThat(TABLE.nanoPerGbSecond("r", "riscv64")).isEqualTo(16_000);
    }

    private static FunctionFacts facts(String architecture, Map<String, String> tags) {
        return new FunctionFacts("A", "r", "f", 2048, architecture, 30, ReservationFacts.of(-1), -1, tags);
    }

    private static PriceTable table(double discount, Map<String, PriceTable> own, List<PriceTable.AddOnRule> addOns) {
        Map<String, Double> gbSeconds = Map.of("r/x86_64", .000016, "r/arm64", .000012);
        return new PriceTable(Map.of("r", .0000002), gbSeconds, "r", discount, 512, own, addOns);
    }
}
