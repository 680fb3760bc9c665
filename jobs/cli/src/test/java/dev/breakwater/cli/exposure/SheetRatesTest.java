package dev.breakwater.cli.exposure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.breakwater.cli.exposure.ExposureCommand.SheetRates;
import dev.breakwater.config.ConfigLoader;
import dev.breakwater.model.Scope;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SheetRatesTest {

    private static final String OURS = """
            apiVersion: breakwater.dev/prices-v1
            currency: USD
            date: 2026-09-01
            source: our contract
            regions: { eu-west-1: { requestsPerMillion: 0.10, x86_64: 0.00001, arm64: 0.000008 } }
            """;

    @TempDir
    Path folder;

    @Test
    void eachAccountPaysItsOwnTableAndDiscount() throws Exception {
        Files.writeString(folder.resolve("ours.yaml"), OURS);
        Path file = Files.writeString(folder.resolve("b.yaml"), """
                apiVersion: breakwater.dev/v1
                source: { landing: { path: in } }
                prices:
                  discount: 0.1
                  accounts: [ { id: "222222222222", file: ours.yaml, discount: 0.2 }, { id: "333333333333", discount: 0 } ]
                """);
        SheetRates rates = SheetRates.of(ConfigLoader.load(file).value());

        assertThat(gbSecond(rates, "111111111111", "eu-west-1")).isCloseTo(.9 * 0.0000166667, within(1e-15));
        assertThat(gbSecond(rates, "222222222222", "eu-west-1")).isCloseTo(.8 * 0.00001, within(1e-15));
        assertThat(gbSecond(rates, "333333333333", "eu-west-1")).isCloseTo(0.0000166667, within(1e-15));
        assertThat(gbSecond(rates, "333333333333", "ap-east-1")).isCloseTo(0.00002292, within(1e-15));
        assertThat(rates.usdPerRequest(key("222222222222", "eu-west-1"))).isCloseTo(.8e-7, within(1e-15));
        assertThat(rates.source("222222222222", "eu-west-1")).isEqualTo("our contract, less 20 %");
        assertThat(rates.source("222222222222", "us-east-1"))
                .isEqualTo("the price table lacks us-east-1: the prices of eu-west-1, its most expensive region, apply,"
                        + " less 20 %");
    }

    private static double gbSecond(SheetRates rates, String account, String region) {
        return rates.usdPerGbSecond(key(account, region), "x86_64");
    }

    private static Scope key(String account, String region) {
        return Scope.function(account, region, "f");
    }
}
