package dev.breakwater.engine.cost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.engine.cost.PriceTable.AddOns;
import dev.breakwater.engine.observe.Pricing;
import dev.breakwater.engine.policy.Match;
import dev.breakwater.model.function.FunctionFacts;
import dev.breakwater.model.function.FunctionFacts.Capacity;
import dev.breakwater.model.function.FunctionFacts.ReservationFacts;
import dev.breakwater.model.function.FunctionFacts.TriggerFacts;
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
                .isEqualTo(Pricing.of(200, 16_000, 0, 2048, 30));
        assertThat(TABLE.pricing("B", "r", "f", facts("x86_64", Map.of())))
                .isEqualTo(Pricing.of(100, 8_000, 0, 2048, 30));
    }

    @Test
    void theFirstAddOnThatMatchesCounts() {
        assertThat(TABLE.pricing("A", "r", "api-x", facts("x86_64", Map.of("tier", "mail"))))
                .isEqualTo(Pricing.of(1200, 16_000, 0, 2048, 30));
        assertThat(TABLE.pricing("A", "r", "f", facts("x86_64", Map.of("tier", "mail"))))
                .isEqualTo(Pricing.of(100_200, 16_000, 0, 2048, 30));
        assertThat(TABLE.pricing("A", "r", "api-x", null)).isEqualTo(Pricing.assumed(1200, 16_000, 0, 512));
    }

    @Test
    void addOnsArePricedByTheInvocation() {
        // 2 KB of logs at 0.50 a GB, 100 KB out at 0.09 a GB, a gateway at 1.00 a million, and 0.00001 for other
        // services
        AddOns addOns = new AddOns(2, .5, 100, .09, 1, .00001);
        PriceTable table = table(0, Map.of(), List.of(new PriceTable.AddOnRule(new Match("*", Map.of()), addOns)));

        double added = table.pricing("A", "r", "f", null).nanoPerRequest() - 200;

        assertThat(Math.round(added * 1_048_576)).isEqualTo(21_534_336_000L);
    }

    @Test
    void whatTheTableDoesNotKnowHasAPriceToo() {
        assertThat(TABLE.pricing("A", "elsewhere", "f", facts("arm64", Map.of())))
                .isEqualTo(Pricing.of(200, 12_000, 0, 2048, 30));
        assertThat(TABLE.pricing("A", "r", "f", facts("riscv64", Map.of())))
                .isEqualTo(Pricing.of(200, 16_000, 0, 2048, 30));
    }

    private static FunctionFacts facts(String architecture, Map<String, String> tags) {
        return new FunctionFacts(
                "A",
                "r",
                "f",
                2048,
                architecture,
                30,
                ReservationFacts.of(-1),
                -1,
                tags,
                TriggerFacts.UNKNOWN,
                Capacity.NONE);
    }

    private static PriceTable table(double discount, Map<String, PriceTable> own, List<PriceTable.AddOnRule> addOns) {
        PriceTable.Region prices = new PriceTable.Region(.0000002, .000016, .000012);
        return new PriceTable(Map.of("r", prices), prices, 0, discount, 512, own, addOns);
    }
}
