package dev.breakwater.guard.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.breakwater.config.ConfigLoader;
import dev.breakwater.config.Settings;
import dev.breakwater.core.cost.Amounts;
import dev.breakwater.core.cost.Billing;
import dev.breakwater.core.cost.PriceBook;
import dev.breakwater.core.cost.PriceTable;
import dev.breakwater.core.cost.Usage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PriceBooksTest {

    @Test
    void theShippedTableMakesTheBillThatIsComputedByHand() {
        PriceBook book = PriceBooks.of(ConfigLoader.shipped().settings());
        long gbSeconds = Amounts.MB_MILLIS_PER_GB_SECOND;
        Usage usage = new Usage(
                "A",
                "eu-west-1",
                "arm64",
                "f",
                3_000_000,
                8_000_400_000L * gbSeconds,
                0,
                gbSeconds * 1_000_000,
                0,
                0,
                0);

        // 7.5e9 x 0.0000133334 + 0.5e9 x 0.0000120001 + 2 x 0.20 + 1,000,000 x 0.0000000309
        assertThat(Amounts.usd(Billing.bill(book, List.of(usage)).totalNano()))
                .isCloseTo(100_000.5 + 6_000.05 + .4 + .0309, within(1e-6));
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
        Settings settings = ConfigLoader.load(file).settings();

        PriceTable table = PriceBooks.table(settings);

        assertThat(table.pricing("111122223333", "eu-west-1", "f", null).nanoPerRequest())
                .isCloseTo(180, within(1e-9));
        assertThat(table.pricing("444455556666", "eu-west-1", "f", null).nanoPerRequest())
                .isCloseTo(100, within(1e-9));
        assertThat(table.pricing("444455556666", "eu-west-1", "api-f", null).nanoPerRequest())
                .isCloseTo(1100, within(1e-9));
    }
}
