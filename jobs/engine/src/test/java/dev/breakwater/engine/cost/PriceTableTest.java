package dev.breakwater.engine.cost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.engine.cost.PriceTable.AddOns;
import dev.breakwater.engine.policy.Match;
import dev.breakwater.model.Scope;
import dev.breakwater.model.function.FunctionFacts;
import dev.breakwater.model.function.FunctionFacts.Capacity;
import dev.breakwater.model.function.FunctionFacts.ReservationFacts;
import dev.breakwater.model.function.FunctionFacts.TriggerFacts;
import dev.breakwater.model.kind.LambdaPricing;
import dev.breakwater.model.kind.PriceList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PriceTableTest {

    private static final PriceTable TABLE = table(
            Map.of("B", list(.5)),
            List.of(
                    new PriceTable.AddOnRule(new Match("api-*", Map.of()), new AddOns(0, 0, 0, 0, 1, 0)),
                    new PriceTable.AddOnRule(
                            new Match("*", Map.of("tier", "mail")), new AddOns(0, 0, 0, 0, 0, .0001))));

    @Test
    void anAccountThatPaysSomethingElseIsPricedSo() {
        assertThat(TABLE.pricing(Scope.function("A", "r", "f"), facts("x86_64", Map.of())))
                .isEqualTo(LambdaPricing.of(200, 16_000, 0, 2048, 30));
        assertThat(TABLE.pricing(Scope.function("B", "r", "f"), facts("x86_64", Map.of())))
                .isEqualTo(LambdaPricing.of(100, 8_000, 0, 2048, 30));
    }

    @Test
    void theFirstAddOnThatMatchesCounts() {
        assertThat(TABLE.pricing(Scope.function("A", "r", "api-x"), facts("x86_64", Map.of("tier", "mail"))))
                .isEqualTo(LambdaPricing.of(1200, 16_000, 0, 2048, 30));
        assertThat(TABLE.pricing(Scope.function("A", "r", "f"), facts("x86_64", Map.of("tier", "mail"))))
                .isEqualTo(LambdaPricing.of(100_200, 16_000, 0, 2048, 30));
        assertThat(TABLE.pricing(Scope.function("A", "r", "api-x"), null))
                .isEqualTo(LambdaPricing.assumed(1200, 16_000, 0, 512));
    }

    @Test
    void addOnsArePricedByTheInvocation() {
        // 2 KB of logs at 0.50 a GB, 100 KB out at 0.09 a GB, a gateway at 1.00 a million, and 0.00001 for other
        // services
        AddOns addOns = new AddOns(2, .5, 100, .09, 1, .00001);
        PriceTable table = table(Map.of(), List.of(new PriceTable.AddOnRule(new Match("*", Map.of()), addOns)));

        double added = ((LambdaPricing) table.pricing(Scope.function("A", "r", "f"), null)).nanoPerRequest() - 200;

        assertThat(Math.round(added * 1_048_576)).isEqualTo(21_534_336_000L);
    }

    @Test
    void whatTheTableDoesNotKnowHasAPriceToo() {
        assertThat(TABLE.pricing(Scope.function("A", "elsewhere", "f"), facts("arm64", Map.of())))
                .isEqualTo(LambdaPricing.of(200, 12_000, 0, 2048, 30));
        assertThat(TABLE.pricing(Scope.function("A", "r", "f"), facts("riscv64", Map.of())))
                .isEqualTo(LambdaPricing.of(200, 16_000, 0, 2048, 30));
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

    private static PriceTable table(Map<String, PriceList> own, List<PriceTable.AddOnRule> addOns) {
        return new PriceTable(list(0), own, addOns);
    }

    private static PriceList list(double discount) {
        PriceList.Region prices = new PriceList.Region(.0000002, .000016, .000012);
        return new PriceList(Map.of("r", prices), prices, 0, discount, 512);
    }
}
