package dev.breakwater.config.prices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.breakwater.config.ConfigLoader;
import dev.breakwater.config.Loading;
import dev.breakwater.config.model.Settings;
import dev.breakwater.config.read.Document;
import dev.breakwater.config.read.Document.Loaded;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PriceSheetsTest {
    private static final String SHIPPED = new String(Document.shipped("prices/2026-08.yaml"), StandardCharsets.UTF_8);

    @ParameterizedTest
    @CsvSource({
        "us-east-1, 0.20, 0.0000166667, 0.0000133334, Price List API",
        "us-west-1, 0.20, 0.0000166667, 0.0000133334, Pricing Calculator",
        "ap-east-1, 0.28, 0.0000229200, 0.0000183000, Price List API",
        "af-south-1, 0.27, 0.0000221000, 0.0000176800, Price List API",
        "eu-south-1, 0.23, 0.0000195172, 0.0000156138, Price List API",
        "eu-central-2, 0.22, 0.0000183334, 0.0000146667, Pricing Calculator",
        "ap-southeast-5, 0.18, 0.0000150000, 0.0000120000, Pricing Calculator",
    })
    void shipsTheListPricesOfEachRegionWithTheirSource(
            String region, double perMillion, double x86, double arm, String source) {
        PriceSheet sheet =
                PriceSheet.load(Loading.valid(Loading.minimalAnd(""))).value();

        PriceSheet.Region prices = sheet.regions().get(region);
        assertThat(prices.requestUsd() * 1e6).isCloseTo(perMillion, within(1e-9));
        assertThat(prices.gbSecondUsd("x86_64")).isEqualTo(x86);
        assertThat(prices.gbSecondUsd("arm64")).isEqualTo(arm);
        assertThat(prices.gbSecondUsd("riscv64")).isEqualTo(x86);
        assertThat(sheet.sourceOf(region)).contains(source);
        assertThat(sheet.roundsUpToMs()).isEqualTo(1);
        assertThat(sheet.currency()).isEqualTo("USD");
    }

    @Test
    void takesTheHighestOfEachPriceForARegionThatIsNotInTheTableAndSaysSo() {
        PriceSheet sheet =
                PriceSheet.load(SHIPPED.getBytes(StandardCharsets.UTF_8)).value();

        PriceSheet.Region instead = sheet.regionOrMostExpensive("xx-nowhere-1");

        for (PriceSheet.Region r : sheet.regions().values()) {
            assertThat(instead.x86()).isGreaterThanOrEqualTo(r.x86());
            assertThat(instead.arm()).isGreaterThanOrEqualTo(r.arm());
            assertThat(instead.requestUsd()).isGreaterThanOrEqualTo(r.requestUsd());
        }
        assertThat(instead.x86()).isEqualTo(0.00002292);
        assertThat(sheet.sourceOf("xx-nowhere-1"))
                .isEqualTo(
                        "the price table lacks xx-nowhere-1: the prices of ap-east-1, its most expensive region, apply");
        assertThat(sheet.regionOrMostExpensive("eu-west-1").x86()).isEqualTo(0.0000166667);
    }

    @Test
    void prefersATableBesideTheFile(@TempDir Path folder) throws IOException {
        Files.createDirectory(folder.resolve("prices"));
        Files.writeString(folder.resolve("prices/2026-08.yaml"), SHIPPED.replace("0.20", "0.40"));
        Path file = Files.writeString(folder.resolve("b.yaml"), Loading.MINIMAL);

        PriceSheet sheet =
                PriceSheet.load(Loading.valid(ConfigLoader.load(file))).value();

        assertThat(sheet.regions().get("eu-west-1").requestUsd()).isCloseTo(4e-7, within(1e-15));
    }

    @Test
    void namesATableThatWentAway(@TempDir Path folder) throws IOException {
        Path table = Files.writeString(folder.resolve("mine.yaml"), SHIPPED);
        Path file = Files.writeString(folder.resolve("b.yaml"), Loading.MINIMAL + "prices: { file: mine.yaml }");
        Settings settings = Loading.valid(ConfigLoader.load(file));
        Files.delete(table);

        assertThatThrownBy(() -> PriceSheet.load(settings))
                .isInstanceOf(Document.Unreadable.class)
                .hasMessage(table + ": there is no such file");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "currency: USD | currency: EUR | currency: is not accepted (found EUR); write USD, and convert the prices, because budgets and AWS's reports are in USD",
                "currency: USD | was: USD | currency: is required (found nothing); write USD, and convert the prices, because budgets and AWS's reports are in USD",
                "requestsPerMillion: 0.20 | requestsPerMillion: -1 | regions.us-east-1.requestsPerMillion: must not be negative (found -1); write a number from 0 to 20",
                "requestsPerMillion: 0.20 | requestsPerMillion: much | regions.us-east-1.requestsPerMillion: must be a number (found much); write a number from 0 to 20",
                "x86_64: 0.0000166667 | x86_64: 1e300 | regions.us-east-1.x86_64: is out of bounds (found 1.0E300); write a number from 0 to 0.002",
                "x86_64: 0.0000166667 | x86_64: 16.67 | regions.us-east-1.x86_64: is out of bounds (found 16.67); write a number from 0 to 0.002",
                "arm64: 0.0000133334 | arm: 0.0000133334 | regions.us-east-1.arm64: is required (found nothing); write a price from 0 to 0.002",
                "roundsUpToMs: 1 | roundsUpToMs: -1 | roundsUpToMs: must not be negative (found -1); write a number from 0 to 1000",
            })
    void saysWhatIsWrongInATable(String before, String after, String expected) {
        String wrong = SHIPPED.replaceFirst(before, after);

        Loaded<PriceSheet> result = PriceSheet.load(wrong.getBytes(StandardCharsets.UTF_8));

        assertThat(result.problems()).extracting(Loading::line).contains(expected);
        assertThatThrownBy(result::value).isInstanceOf(IllegalStateException.class);
    }
}
