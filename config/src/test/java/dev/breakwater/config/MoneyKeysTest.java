package dev.breakwater.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.config.model.BudgetSettings;
import dev.breakwater.config.model.MatchSettings;
import dev.breakwater.config.model.PriceSettings;
import dev.breakwater.config.model.Settings;
import dev.breakwater.config.prices.PriceSheet;
import dev.breakwater.config.read.Document;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests which values the sections {@code prices} and {@code budgets} accept and refuse. */
class MoneyKeysTest {
    private static final String WATCHED = "accounts: [ { id: '111122223333', regions: [eu-west-1] } ]\n"
            + "groups: [ { name: g, match: { function: x } } ]\n";

    @Test
    void readsBudgetsOfAllScopesWithTheirSteps() {
        Settings settings = Loading.valid(Loading.minimalAnd(WATCHED + """
                budgets:
                  - { name: a, scope: organisation, usdPerMonth: 50000 }
                  - { name: b, scope: { account: "111122223333" }, usdPerMonth: 900, usdPerDay: 60, minUsdPerHour: 2 }
                  - name: c
                    scope: { function: resize }
                    usdPerMonth: 100
                    usdPerDay: 5
                    page: on
                    steps:
                      - { spent: 0.8, do: ticket }
                      - { forecast: 1.2, do: page }
                      - { spent: 1, do: throttle, group: g }
                """));

        assertThat(settings.budgets())
                .containsExactly(
                        new BudgetSettings("a", BudgetSettings.Scope.ORGANISATION, "", 50_000, 0, .1, false, List.of()),
                        new BudgetSettings(
                                "b", BudgetSettings.Scope.ACCOUNT, "111122223333", 900, 60, 2, false, List.of()),
                        new BudgetSettings(
                                "c",
                                BudgetSettings.Scope.FUNCTION,
                                "resize",
                                100,
                                5,
                                .1,
                                true,
                                List.of(
                                        new BudgetSettings.Step(.8, 0, "ticket", ""),
                                        new BudgetSettings.Step(0, 1.2, "page", ""),
                                        new BudgetSettings.Step(1, 0, "throttle", "g"))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{ name: a, usdPerMonth: -5 } | budgets[0].usdPerMonth: must not be negative (found -5); write a number from 0 to 1000000000",
                "{ name: a, usdPerDay: -5 } | budgets[0].usdPerDay: must not be negative (found -5); write a number from 0 to 1000000000",
                "{ name: a, usdPerDay: 60, usdPerMonth: 50 } | budgets[0].usdPerDay: usdPerDay <= usdPerMonth (found 60); write at most 50",
                "{ name: a, usdPerDay: 6, minUsdPerHour: -1 } | budgets[0].minUsdPerHour: must not be negative (found -1); write a number from 0 to 1000000",
                "{ name: a, usdPerDay: 6, scope: { account: '999999999999' } } | budgets[0].scope.account: is not a watched account (found 999999999999); write one of 111122223333",
                "{ name: a, usdPerDay: 6, scope: { function: 'x-*' } } | budgets[0].scope.function: is not accepted (found x-*); write the name of one function, without *; to cover several functions, name a group",
                "{ name: a, usdPerDay: 6, scope: { group: g, function: x } } | budgets[0].scope: a budget has one scope (found group and function); write only one of them here; make another budget for the other",
                "{ name: a, usdPerDay: 6, scope: {} } | budgets[0].scope: is required (found nothing); write account, organisation, { account: ID }, { group: NAME } or { function: NAME }",
                "{ name: a, usdPerDay: 6, scope: { team: x } } | budgets[0].scope.team: unknown key (found team); write one of account, function, group, or take it out",
                "{ name: a, usdPerDay: 6 }, { name: b, usdPerMonth: 6 } | budgets[1].scope: scopes must not overlap (found the same as a); write one entry with both amounts, or another scope",
                "{ name: a, usdPerDay: 6 }, { name: b, usdPerDay: 6, scope: { account: '111122223333' } } | budgets[1].scope: scopes must not overlap (found the same as a); write one entry with both amounts, or another scope",
                "{ name: a, usdPerDay: 6, scope: { group: g } }, { name: b, usdPerDay: 6, scope: { group: g } } | budgets[1].scope: scopes must not overlap (found the same as a); write one entry with both amounts, or another scope",
                "{ name: a, usdPerDay: 6, steps: [ { do: page } ] } | budgets[0].steps[0].spent: a step needs "
                        + "either the key spent or the key forecast (found nothing); write spent or forecast above "
                        + "0, like spent: 0.8",
                "{ name: a, usdPerDay: 6, steps: [ { spent: 1, forecast: 1, do: page } ] } | "
                        + "budgets[0].steps[0].spent: a step needs either the key spent or the key forecast (found "
                        + "spent and forecast); write spent or forecast above 0, like spent: 0.8",
                "{ name: a, usdPerDay: 6, steps: [ { forecast: 1, do: page } ] } | budgets[0].steps[0].forecast: a forecast needs a monthly amount (found 1); write usdPerMonth too, or spent",
                "{ name: a, usdPerDay: 6, steps: [ { spent: 1 } ] } | budgets[0].steps[0].do: is required (found nothing); write ticket, page, throttle or propose",
                "{ name: a, usdPerDay: 6, steps: [ { spent: 1, do: stop } ] } | budgets[0].steps[0].do: is not one of the allowed words (found stop); write one of ticket, page, throttle, propose",
                "{ name: a, usdPerDay: 6, steps: [ { spent: 1, do: throttle } ] } | budgets[0].steps[0].group: is required (found nothing); write the name of the group to throttle",
                "{ name: a, usdPerDay: 6, steps: [ { spent: 1, do: propose, group: h } ] } | budgets[0].steps[0].group: names a group that does not exist (found h); write one of g",
                "{ name: a, usdPerDay: 6, steps: [ { spent: 1, do: page, group: g } ] } | "
                        + "budgets[0].steps[0].group: is only for throttle and propose (found g); write do: "
                        + "throttle, or remove the key",
            })
    void checksBudgets(String budgets, String expected) {
        assertThat(Loading.lines(Loading.minimalAnd(WATCHED + "budgets: [ " + budgets + " ]")))
                .containsExactly(expected);
    }

    @Test
    void aBudgetHasAtMost32Steps() {
        String steps = "{ spent: 1, do: page }, ".repeat(33);
        assertThat(Loading.lines(Loading.minimalAnd(
                        WATCHED + "budgets: [ { name: a, usdPerDay: 6, steps: [ " + steps + " ] } ]")))
                .containsExactly("budgets[0].steps: too many (found 33 steps); write at most 32");
    }

    @Test
    void budgetsOfDifferentThingsDoNotOverlap() {
        assertThat(Loading.lines(Loading.minimalAnd(WATCHED + """
                budgets:
                  - { name: a, scope: organisation, usdPerMonth: 5 }
                  - { name: b, scope: account, usdPerMonth: 5 }
                  - { name: c, scope: { group: g }, usdPerMonth: 5 }
                  - { name: d, scope: { function: g }, usdPerMonth: 5 }
                """))).isEmpty();
    }

    @Test
    void readsWhatAccountsPayAndWhatInvocationsCause() {
        PriceSettings prices = Loading.valid(Loading.minimalAnd("""
                prices:
                  discount: 0.1
                  initShare: 0.05
                  accounts: [ { id: "111122223333" }, { id: "444455556666", discount: 0.3, file: prices/2026-08.yaml } ]
                  addOns: [ { match: { function: "api-*" }, logKbPerInvocation: 2, gatewayUsdPerMillion: 1 } ]
                """)).prices();

        assertThat(prices.accounts())
                .containsExactly(
                        new PriceSettings.Account("111122223333", .1, ""),
                        new PriceSettings.Account("444455556666", .3, "shipped:prices/2026-08.yaml"));
        assertThat(prices.addOns())
                .containsExactly(new PriceSettings.AddOn(new MatchSettings("api-*", Map.of()), 2, .5, 0, .09, 1, 0));
        assertThat(prices.initShare()).isEqualTo(.05);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "accounts: [ { id: '111122223333' }, { id: '111122223333' } ] |"
                        + " prices.accounts[1].id: accounts must be unique (found 111122223333); write one"
                        + " entry with all its prices",
                "accounts: [ { id: '111122223333', discount: 2 } ] | prices.accounts[0].discount: is out of bounds (found 2); write a number from 0 to 1",
                "accounts: [ { id: '111122223333', file: nowhere.yaml } ] | prices.accounts[0].file: there is no such file (found nowhere.yaml); write prices/2026-08.yaml, or a price table that exists",
                "addOns: [ { logKbPerInvocation: 1 } ] | prices.addOns[0].match: is required (found nothing); write { function: \"NAME-*\" } or { tags: { KEY: VALUE } }",
                "addOns: [ { match: { function: x }, usdPerInvocation: -1 } ] | prices.addOns[0].usdPerInvocation: must not be negative (found -1); write a number from 0 to 100",
                "initShare: -1 | prices.initShare: must not be negative (found -1); write a number from 0 to 10",
            })
    void checksPrices(String inside, String expected) {
        assertThat(Loading.lines(Loading.minimalAnd("prices: { " + inside + " }")))
                .containsExactly(expected);
    }

    @Test
    void namesARegionWithoutPricesAndTwoWaysOut() {
        String yaml = "accounts: [ { id: '111122223333', regions: [eu-west-1, il-central-1] } ]\n";

        assertThat(Loading.lines(Loading.minimalAnd(yaml)))
                .containsExactly(
                        "accounts[0].regions[1]: has no prices (found il-central-1); write your own price table with this region (copy the shipped one and name it in prices.file), or prices.assumeDearestRegion: on");
        assertThat(Loading.lines(Loading.minimalAnd(yaml.replace("il-central-1", "eu-cental-1"))))
                .singleElement()
                .asString()
                .contains("(found eu-cental-1); write eu-central-1 or, if eu-cental-1 is right, your own price table");
        assertThat(Loading.lines(Loading.minimalAnd(yaml + "groups: [ {} ]")))
                .as("other problems do not hide it")
                .hasSizeGreaterThan(1)
                .anyMatch(line -> line.startsWith("accounts[0].regions[1]: has no prices"));
        assertThat(Loading.lines(Loading.minimalAnd(yaml + "prices: { assumeDearestRegion: on }")))
                .isEmpty();
    }

    @Test
    void namesWhatIsWrongInsideTheTableThatTheFileNames(@TempDir Path folder) throws IOException {
        String shipped = new String(Document.shipped("prices/2026-08.yaml"), StandardCharsets.UTF_8);
        Files.writeString(folder.resolve("mine.yaml"), shipped.replaceFirst("arm64:", "arm65:"));
        Path file = Files.writeString(folder.resolve("b.yaml"), Loading.MINIMAL + "prices: { file: mine.yaml }");

        assertThat(Loading.lines(ConfigLoader.load(file)))
                .contains(
                        "prices.file: line 13, column 64, regions.us-east-1.arm65: unknown key (found arm65); write arm64");
    }

    @Test
    void anAccountMayHaveATableOfItsOwn(@TempDir Path folder) throws IOException {
        String shipped = new String(Document.shipped("prices/2026-08.yaml"), StandardCharsets.UTF_8);
        Files.writeString(folder.resolve("ours.yaml"), shipped.replace("0.20", "0.10"));
        Path file = Files.writeString(
                folder.resolve("b.yaml"),
                Loading.MINIMAL + "prices: { accounts: [ { id: '111122223333', file: ours.yaml } ] }");
        Settings settings = Loading.valid(ConfigLoader.load(file));

        PriceSheet.Region own =
                PriceSheet.load(settings, "111122223333").value().regions().get("eu-west-1");
        PriceSheet.Region others =
                PriceSheet.load(settings, "444455556666").value().regions().get("eu-west-1");
        assertThat(own.requestUsd() * 2).isEqualTo(others.requestUsd());
    }
}
