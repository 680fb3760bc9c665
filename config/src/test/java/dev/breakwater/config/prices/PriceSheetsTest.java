package dev.breakwater.config.prices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.breakwater.config.ConfigLoader;
import dev.breakwater.config.Loading;
import dev.breakwater.config.model.Settings;
import dev.breakwater.config.read.Document;
import dev.breakwater.config.read.Loaded;
import dev.breakwater.config.read.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PriceSheetsTest {
    private static final String SHIPPED = new String(Document.shipped("prices/2026-08.yaml"), StandardCharsets.UTF_8);

    @ParameterizedTest
    @ValueSource(strings = {"us-east-1", "us-east-2", "us-west-2", "eu-west-1", "eu-central-1", "ap-south-1"})
    void shipsTheListPrices(String region) {
        PriceSheet sheet =
                PriceSheets.load(Loading.valid(Loading.minimalAnd(""))).value();

        PriceSheet.Region prices = sheet.regions().get(region);
        assertThat(prices.requestUsd()).isCloseTo(2e-7, within(1e-15));
        assertThat(prices.ephemeralGbSecondUsd()).isEqualTo(3.09e-8);
        assertThat(prices.x86().tiers())
                .containsExactly(
                        new PriceSheet.Tier(6e9, 0.0000166667),
                        new PriceSheet.Tier(15e9, 0.000015),
                        new PriceSheet.Tier(Double.POSITIVE_INFINITY, 0.0000133334));
        assertThat(prices.arm().tiers())
                .containsExactly(
                        new PriceSheet.Tier(7.5e9, 0.0000133334),
                        new PriceSheet.Tier(18.75e9, 0.0000120001),
                        new PriceSheet.Tier(Double.POSITIVE_INFINITY, 0.0000106667));
        assertThat(prices.x86().provisionedGbSecondUsd()).isEqualTo(0.0000041667);
        assertThat(prices.x86().provisionedRunningGbSecondUsd()).isEqualTo(0.0000097222);
        assertThat(prices.arm().provisionedGbSecondUsd()).isEqualTo(0.0000033334);
        assertThat(prices.arm().provisionedRunningGbSecondUsd()).isEqualTo(0.0000077778);
    }

    @Test
    void saysWhatIsFreeAndWhereThePricesAreFrom() {
        PriceSheet sheet =
                PriceSheets.load(SHIPPED.getBytes(StandardCharsets.UTF_8)).value();

        assertThat(sheet.freeTier()).isEqualTo(new PriceSheet.FreeTier(1_000_000, 400_000));
        assertThat(sheet.currency()).isEqualTo("USD");
        assertThat(sheet.date()).isEqualTo("2026-08-01");
        assertThat(sheet.source()).contains("AWS Lambda pricing");
    }

    @Test
    void takesTheDearestRegionForOneThatIsNotInTheTable() {
        String dear = SHIPPED.replaceFirst("0.0000166667", "0.00002");
        PriceSheet sheet =
                PriceSheets.load(dear.getBytes(StandardCharsets.UTF_8)).value();

        assertThat(sheet.regionOrDearest("me-south-1").x86().firstGbSecondUsd()).isEqualTo(0.00002);
        assertThat(sheet.regionOrDearest("eu-west-1").x86().firstGbSecondUsd()).isEqualTo(0.0000166667);
    }

    @Test
    void prefersATableBesideTheFile(@TempDir Path folder) throws IOException {
        Files.createDirectory(folder.resolve("prices"));
        Files.writeString(folder.resolve("prices/2026-08.yaml"), SHIPPED.replace("0.20", "0.40"));
        Path file = Files.writeString(folder.resolve("b.yaml"), Loading.MINIMAL);

        PriceSheet sheet =
                PriceSheets.load(Loading.valid(ConfigLoader.load(file))).value();

        assertThat(sheet.regions().get("eu-west-1").requestUsd()).isCloseTo(4e-7, within(1e-15));
    }

    @Test
    void namesATableThatWentAway(@TempDir Path folder) throws IOException {
        Path table = Files.writeString(folder.resolve("mine.yaml"), SHIPPED);
        Path file = Files.writeString(folder.resolve("b.yaml"), Loading.MINIMAL + "prices: { file: mine.yaml }");
        Settings settings = Loading.valid(ConfigLoader.load(file));
        Files.delete(table);

        assertThatThrownBy(() -> PriceSheets.load(settings))
                .isInstanceOf(Document.Unreadable.class)
                .hasMessage(table + ": there is no such file");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "currency: USD | currency: dollars | currency: is not accepted (found dollars); write three letters, like USD",
                "requestsPerMillion: 0.20 | requestsPerMillion: -1 | regions.us-east-1.requestsPerMillion: must not be negative (found -1); write a number from 0 to 20",
                "usd: 0.0000166667 | usd: 16.67 | regions.us-east-1.x86_64.gbSecond[0].usd: is out of bounds (found 16.67); write a number from 0 to 0.002",
                "upTo: 15000000000 | upTo: 5000000000 | regions.us-east-1.x86_64.gbSecond[1].upTo: tiers must rise (found 5000000000); write them in order",
                "provisionedGbSecond | provisionedGbSeconds | regions.us-east-1.x86_64.provisionedGbSecond: is required (found nothing); write a price from 0 to 0.002",
            })
    void saysWhatIsWrongInATable(String before, String after, String expected) {
        String wrong = SHIPPED.replaceFirst(before, after);

        Loaded<PriceSheet> result = PriceSheets.load(wrong.getBytes(StandardCharsets.UTF_8));

        assertThat(result.problems()).extracting(Problem::toString).contains(expected);
        assertThatThrownBy(result::value).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void namesATierInTheMiddleThatHasNoEnd() {
        String wrong = SHIPPED.replaceFirst("upTo: [0-9]+, ", "");
        Loaded<PriceSheet> result = PriceSheets.load(wrong.getBytes(StandardCharsets.UTF_8));

        assertThat(result.problems())
                .extracting(Problem::toString)
                .containsExactly(
                        "regions.us-east-1.x86_64.gbSecond[0].upTo: all tiers but the last have an end (found no upTo);"
                                + " write upTo in all entries but the last");
    }
}
