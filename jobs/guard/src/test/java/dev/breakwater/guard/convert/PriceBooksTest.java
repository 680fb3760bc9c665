package dev.breakwater.guard.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.breakwater.config.ConfigLoader;
import dev.breakwater.config.model.Settings;
import dev.breakwater.engine.cost.PriceTable;
import dev.breakwater.model.Scope;
import dev.breakwater.model.function.FunctionFacts;
import dev.breakwater.model.function.FunctionFacts.Capacity;
import dev.breakwater.model.function.FunctionFacts.ReservationFacts;
import dev.breakwater.model.function.FunctionFacts.TriggerFacts;
import dev.breakwater.model.kind.LambdaPricing;
import dev.breakwater.model.kind.PriceList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PriceBooksTest {

    @Test
    void theShippedTablePricesAMinuteAsItIsComputedByHand() {
        PriceTable table = PriceBooks.table(ConfigLoader.shipped().value());
        FunctionFacts arm = new FunctionFacts(
                "A",
                "eu-west-1",
                "f",
                2048,
                "arm64",
                30,
                ReservationFacts.of(-1),
                -1,
                Map.of(),
                TriggerFacts.UNKNOWN,
                Capacity.NONE);

        LambdaPricing pricing = pricing(table, "A", "eu-west-1", "f", arm);

        assertThat(pricing.nanoPerRequest()).isCloseTo(200, within(1e-9));
        // 2 GB x 0.0000133334 USD a GB-second
        assertThat(pricing.nanoPerMillisecond()).isCloseTo(26.6668, within(1e-9));
    }

    @Test
    void aRegionThatTheTableLacksIsPricedAsTheDearest() {
        PriceTable table = PriceBooks.table(ConfigLoader.shipped().value());
        double highest = table.prices().regions().values().stream()
                .mapToDouble(r -> r.x86().onDemand())
                .max()
                .orElseThrow();

        assertThat(table.prices().other().x86().onDemand()).isEqualTo(highest);
        assertThat(pricing(table, "A", "nowhere-1", "f", null).nanoPerMegabyteMillisecond())
                .isCloseTo(highest * 1e9 / 1024 / 1000, within(1e-9));
    }

    @Test
    void storageAndProvisionedConcurrencyArePricedAsComputedByHand() {
        PriceTable table = PriceBooks.table(ConfigLoader.shipped().value());
        FunctionFacts x86 = with("eu-west-1", "x86_64", 2_560, 10);
        LambdaPricing pricing = pricing(table, "A", "eu-west-1", "f", x86);

        // 2 GB x 0.0000166667, and 2 GB of storage beyond the free half a GB at 0.000000034
        assertThat(pricing.nanoPerMillisecond()).isCloseTo(33.3334 + .068, within(1e-9));
        // 10 x 2 GB x 60 s x 0.000004646
        assertThat(table.readyNano(x86)).isCloseTo(5_575_200, within(1e-3));
        // 0.0000166667 - 0.0000108407
        assertThat(pricing.nanoLessOnProvisioned() * 1024 * 1000).isCloseTo(5_826, within(1e-6));
        assertThat(table.lacks(Scope.function("A", "eu-west-1", "f"), x86)).isFalse();
    }

    @Test
    void aPriceThatTheRegionLacksIsSaidAndRatherTooHigh() {
        PriceTable table = PriceBooks.table(ConfigLoader.shipped().value());
        PriceList.Compute arm = table.prices().regions().get("eu-west-1").arm();
        PriceList.Compute x86 = table.prices().regions().get("eu-west-1").x86();
        assertThat(arm.ready()).isEqualTo(x86.ready());
        assertThat(table.lacks(Scope.function("A", "eu-west-1", "f"), with("eu-west-1", "arm64", 512, 1)))
                .isTrue();
        assertThat(table.lacks(Scope.function("A", "eu-west-1", "f"), with("eu-west-1", "arm64", 513, 0)))
                .isFalse();
        assertThat(table.lacks(Scope.function("A", "us-east-1", "f"), with("us-east-1", "arm64", 513, 1)))
                .isFalse();
        PriceList.Compute nothing = table.prices().regions().get("me-central-1").x86();
        assertThat(nothing.ready()).isEqualTo(.0000066372);
        assertThat(nothing.storage()).isEqualTo(.0000000586);
        assertThat(table.lacks(Scope.function("A", "me-central-1", "f"), with("me-central-1", "x86_64", 513, 0)))
                .isTrue();
        assertThat(table.lacks(Scope.function("A", "me-central-1", "f"), with("me-central-1", "x86_64", 512, 0)))
                .isFalse();
    }

    @Test
    void aTableOfOnesOwnWithoutThemTakesTheHighestThatAreShipped(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("mine.yaml"), """
                apiVersion: breakwater.dev/prices-v1
                currency: USD
                date: 2026-09-28
                source: our contract
                regions:
                  eu-west-1: { requestsPerMillion: 0.1, x86_64: 0.00001, arm64: 0.000008 }
                """);
        Path file = Files.writeString(folder.resolve("b.yaml"), """
                apiVersion: breakwater.dev/v1
                source: { landing: { path: in } }
                prices: { file: mine.yaml }
                """);

        PriceTable table = PriceBooks.table(ConfigLoader.load(file).value());

        assertThat(table.prices().regions().get("eu-west-1").x86())
                .isEqualTo(new PriceList.Compute(.00001, .0000000586, .0000066372, .0000154867, true, true));
    }

    private static LambdaPricing pricing(
            PriceTable table, String account, String region, String function, FunctionFacts facts) {
        return (LambdaPricing) table.pricing(Scope.function(account, region, function), facts);
    }

    private static FunctionFacts with(String region, String architecture, int ephemeralMb, int provisioned) {
        return new FunctionFacts(
                "A",
                region,
                "f",
                2048,
                architecture,
                30,
                ReservationFacts.of(-1),
                -1,
                Map.of(),
                TriggerFacts.UNKNOWN,
                new FunctionFacts.Capacity(ephemeralMb, provisioned));
    }

    @Test
    void accountsAndAddOnsReachTheMinute(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("b.yaml"), """
                apiVersion: breakwater.dev/v1
                source: { landing: { path: in } }
                prices:
                  discount: 0.1
                  accounts: [ { id: "444455556666", discount: 0.5 } ]
                  addOns: [ { match: { function: "api-*" }, gatewayUsdPerMillion: 1 } ]
                """);
        Settings settings = ConfigLoader.load(file).value();

        PriceTable table = PriceBooks.table(settings);

        assertThat(pricing(table, "111122223333", "eu-west-1", "f", null).nanoPerRequest())
                .isCloseTo(180, within(1e-9));
        assertThat(pricing(table, "444455556666", "eu-west-1", "f", null).nanoPerRequest())
                .isCloseTo(100, within(1e-9));
        assertThat(pricing(table, "444455556666", "eu-west-1", "api-f", null).nanoPerRequest())
                .isCloseTo(1100, within(1e-9));
    }
}
