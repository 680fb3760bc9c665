package dev.breakwater.guard.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.breakwater.config.ConfigLoader;
import dev.breakwater.config.model.Settings;
import dev.breakwater.core.cost.PriceTable;
import dev.breakwater.core.observe.Pricing;
import dev.breakwater.core.policy.FunctionFacts;
import dev.breakwater.core.policy.ReservationFacts;
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
        FunctionFacts arm =
                new FunctionFacts("A", "eu-west-1", "f", 2048, "arm64", 30, ReservationFacts.of(-1), -1, Map.of());

        Pricing pricing = table.pricing("A", "eu-west-1", "f", arm);

        assertThat(pricing.nanoPerRequest()).isCloseTo(200, within(1e-9));
        // 2 GB x 0.0000133334 USD a GB-second
        assertThat(pricing.nanoPerMillisecond()).isCloseTo(26.6668, within(1e-9));
    }

    @Test
    void aRegionThatTheTableLacksIsPricedAsTheDearest() {
        PriceTable table = PriceBooks.table(ConfigLoader.shipped().value());
        double dearest = table.regions().values().stream()
                .mapToDouble(PriceTable.Region::x86GbSecond)
                .max()
                .orElseThrow();

        assertThat(table.other().x86GbSecond()).isEqualTo(dearest);
        assertThat(table.pricing("A", "nowhere-1", "f", null).nanoPerMegabyteMillisecond())
                .isCloseTo(dearest * 1e9 / 1024 / 1000, within(1e-9));
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

        assertThat(table.pricing("111122223333", "eu-west-1", "f", null).nanoPerRequest())
                .isCloseTo(180, within(1e-9));
        assertThat(table.pricing("444455556666", "eu-west-1", "f", null).nanoPerRequest())
                .isCloseTo(100, within(1e-9));
        assertThat(table.pricing("444455556666", "eu-west-1", "api-f", null).nanoPerRequest())
                .isCloseTo(1100, within(1e-9));
    }
}
