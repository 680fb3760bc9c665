package dev.breakwater.cli.money;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.breakwater.cli.CommandLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MoneyCommandTest {

    @TempDir
    Path run;

    @BeforeEach
    void aRunOfTwoMonths() throws IOException {
        spend("2026-07-31", "shop", "web", 5);
        spend("2026-08-01", "shop", "web", 10.5);
        spend("2026-08-02", "shop", "web", 7);
        spend("2026-08-02", "shop", "web", 20);
        spend("2026-08-02", "batch", "", 3);
        incident("aa", "flood", "2026-08-02", "function", "shop", 12.25, 8, 40);
        incident("bb", "flood", "2026-07-30", "function", "shop", 100, 100, 100);
        incident("cc", "spread", "2026-08-02", "account", "", 2, 0, 0);
        incident("dd", "budget", "2026-08-02", "account", "", 0, 0, 0);
        line("budgets.jsonl", budget("2026-07-31T23:00:00Z", 900));
        line("budgets.jsonl", budget("2026-08-02T10:00:00Z", 20));
        line("budgets.jsonl", budget("2026-08-02T23:00:00Z", 33.5));
        line(
                "calibration.jsonl",
                "{\"at\":\"2026-08-02T12:00:00Z\",\"account\":\"111122223333\",\"factor\":1.2,\"low\":1.1,\"high\":1.3}");
    }

    @Test
    void addsUpTheMonthByFunctionGroupAndAccount() throws IOException {
        JsonNode m = new ObjectMapper()
                .readTree(money("--month", "2026-08", "-o", "json").out());

        assertThat(m.path("through").asText()).isEqualTo("2026-08-02");
        assertThat(m.at("/total/usd").asDouble()).isEqualTo(33.5);
        assertThat(m.at("/total/incidents").asInt()).isEqualTo(2);
        assertThat(m.at("/functions/0/function").asText()).isEqualTo("shop");
        assertThat(m.at("/functions/0/usd").asDouble()).isEqualTo(30.5);
        assertThat(m.at("/functions/0/avertedUsd").asDouble()).isEqualTo(8);
        assertThat(m.at("/functions/0/refusedGood").asInt()).isEqualTo(40);
        assertThat(m.path("groups")).hasSize(1);
        assertThat(m.at("/groups/0/usd").asDouble()).isEqualTo(30.5);
        assertThat(m.at("/groups/0/excessUsd").asDouble()).isEqualTo(12.25);
        assertThat(m.at("/accounts/0/excessUsd").asDouble()).isEqualTo(14.25);
        assertThat(m.at("/accounts/0/calibratedUsd").asDouble()).isEqualTo(40.2);
        assertThat(m.path("budgets")).hasSize(1);
        assertThat(m.at("/budgets/0/spentUsd").asDouble()).isEqualTo(33.5);
    }

    @Test
    void aDayThatSomeFunctionsMayNotHaveReportedIsIncomplete() throws IOException {
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        spend(today.toString(), "shop", "web", 1);
        String month = YearMonth.from(today).toString();
        assertThat(money("--month", month).out())
                .contains("  " + today + " is incomplete, because functions report a day within an hour after its end");
        assertThat(money("--month", "2026-08").out()).doesNotContain("incomplete");
    }

    @Test
    void saysItInATable() {
        assertThat(money("--month", "2026-08").out().lines())
                .contains(
                        "2026-08, counted through 2026-08-02: 33.50 USD by our count (first tier, before the free"
                                + " tier, which is a rebate for the whole organization and not for a function)",
                        "2 incidents (without 1 about a budget), 2 cut off by the end of the recording: 14.25 USD above normal, 8.00 USD averted"
                                + " (without throttles, 22.25 USD above normal), 40 good calls refused",
                        "  12.25 USD of it: flood (1)",
                        "  2.00 USD of it: spread (1)",
                        "       30.50          3,000         1       12.25        8.00        40  shop  111122223333"
                                + " eu-west-1",
                        "  111122223333: the bill is 1.200 times our count (1.100 to 1.300), 40.20 USD calibrated",
                        "budgets as of 2026-08-02T23:00:00Z, in USD",
                        "       spent       budget   used     forecast  state               name",
                        "       33.50       900.00     4%       500.00  within              all, account 111122223333,"
                                + " a month");
    }

    @Test
    void theCostThatAPersonAcceptedIsApart() throws IOException {
        incident("ee", "lasting-change", "2026-08-02", "function", "shop", 400, 0, 0);
        Path incidents = run.resolve("incidents.jsonl");
        Files.writeString(
                incidents,
                Files.readString(incidents).replace("\"lasting-change\"", "\"lasting-change\",\"accepted\":true"));
        assertThat(money("--month", "2026-08").out())
                .contains(
                        "  400.00 USD of it: lasting-change, accepted by a person (1), counted only until the new level is"
                                + " normal\n  12.25 USD of it: flood (1)\n");
    }

    /**
     * The bill is 1.2 times Breakwater's count of the billed items. Add-ons and Lambda@Edge are on other bills, and are
     * added unchanged.
     */
    @Test
    void calibratesWhatIsOnLambdasBillAlone() throws IOException {
        more("2026-08-02", "us-east-1.web", 30, "\"otherUsd\":30");
        more("2026-08-02", "mailer", 10, "\"otherUsd\":4");
        JsonNode m = new ObjectMapper()
                .readTree(money("--month", "2026-08", "-o", "json").out());
        assertThat(m.at("/accounts/0/usd").asDouble()).isEqualTo(73.5);
        assertThat(m.at("/accounts/0/calibratedUsd").asDouble()).isEqualTo(1.2 * 39.5 + 34);
    }

    @Test
    void countsProvisionedConcurrencyBesideTheCallsOfItsFunction() throws IOException {
        more("2026-08-02", "mailer", 10, "\"otherUsd\":0");
        more("2026-08-02", "mailer", 7, "\"provisioned\":true");
        more("2026-08-02", "never-called", 5, "\"provisioned\":true");
        assertThat(money("--month", "2026-08").out().lines())
                .contains("  12.00 USD of it for provisioned concurrency, used or not");
        JsonNode m = new ObjectMapper()
                .readTree(money("--month", "2026-08", "-o", "json").out());
        assertThat(m.at("/functions/1/function").asText()).isEqualTo("mailer");
        assertThat(m.at("/functions/1/usd").asDouble()).isEqualTo(17);
        assertThat(m.at("/functions/1/provisionedUsd").asDouble()).isEqualTo(7);
        assertThat(m.at("/total/provisionedUsd").asDouble()).isEqualTo(12);
        assertThat(m.at("/total/usd").asDouble()).isEqualTo(55.5);
    }

    @Test
    void saysWhatIsMissingAndWhatRestsOnSomethingAssumed() throws IOException {
        more("2026-08-05", "shop", 1, "\"since\":\"2026-08-05T00:00:00Z\",\"unknownMinutes\":180");
        more("2026-08-05", "far", 2, "\"assumedPrice\":true,\"unknownMinutes\":30");
        more("2026-08-05", "new", 4, "\"assumedMemory\":true,\"provisional\":true");
        assertThat(money("--month", "2026-08").out().lines())
                .contains(
                        "  counted since 2026-08-05T00:00:00Z: earlier spend is missing",
                        "  no spend was counted on 2026-08-03, 2026-08-04",
                        "  the feed was silent in 180 minutes, so their spend is missing",
                        "  counted only to the end of the recording: 2026-08-05",
                        "  2.00 USD use assumed, higher prices, because the price table lacks a price of "
                                + "eu-west-1",
                        "  4.00 USD use an assumed memory, because the memory of 1 functions was unknown");
        JsonNode coverage = new ObjectMapper()
                .readTree(money("--month", "2026-08", "-o", "json").out())
                .path("coverage");
        assertThat(coverage.path("unknownMinutes").asInt()).isEqualTo(180);
        assertThat(coverage.path("regionsWithoutUsd").asDouble()).isEqualTo(2);
    }

    @Test
    void showsBothAmountsOfABudgetAndWhichRestOnAssumedPrices() throws IOException {
        line(
                "budgets.jsonl",
                budget("2026-08-02T23:00:00Z", 13.5)
                        .replace("\"month\"", "\"day\"")
                        .replaceFirst("}$", ",\"assumedPrice\":true}"));
        assertThat(money("--month", "2026-08").out().lines())
                .filteredOn(l -> l.contains("all, account 111122223333"))
                .satisfiesExactly(
                        day -> assertThat(day).endsWith("a day (assumed prices)"),
                        month -> assertThat(month).endsWith("a month"));
    }

    @Test
    void theListOfAMonthHasTheIncidentsThatAreCountedAndSaysWhichAreNot() throws IOException {
        Files.createFile(run.resolve("decisions.jsonl"));
        CommandLines.Run said = CommandLines.run("incidents", "--input", run.toString(), "--month", "2026-08");
        assertThat(said.out())
                .contains("3 incidents, 1 of them about a budget, ")
                .doesNotContain("2026-07-30");
        assertThat(CommandLines.run("incidents", "--input", run.toString(), "--month", "8")
                        .exit())
                .isEqualTo(2);
    }

    @Test
    void showsTheNewestMonthAndSaysWhatIsLeftOut() {
        CommandLines.Run said = money("--top", "1");
        assertThat(said.out())
                .startsWith("2026-08")
                .contains("1 more; --top 2 shows all", "other months: 2026-07 (--month)");
    }

    @Test
    void refusesWhatIsNoMonthAndNamesTheMonthsThatThereAre() {
        assertThat(money("--month", "August").exit()).isEqualTo(2);
        CommandLines.Run none = money("--month", "2026-09");
        assertThat(none.exit()).isEqualTo(1);
        assertThat(none.err()).contains("no spend was counted in 2026-09; there is 2026-07, 2026-08");
        assertThat(CommandLines.run("money").exit()).isEqualTo(2);
        assertThat(CommandLines.run("money", "--input", run.resolve("nowhere").toString())
                        .err())
                .contains(": no run has written there");
    }

    private CommandLines.Run money(String... more) {
        String[] args = new String[3 + more.length];
        args[0] = "money";
        args[1] = "--input";
        args[2] = run.toString();
        System.arraycopy(more, 0, args, 3, more.length);
        return CommandLines.run(args);
    }

    private void spend(String day, String function, String group, double usd) throws IOException {
        line(
                "spend.jsonl",
                "{\"day\":\"" + day + "\",\"function\":\"" + function
                        + "\",\"account\":\"111122223333\",\"region\":\"eu-west-1\",\"groups\":["
                        + (group.isEmpty() ? "" : "\"" + group + "\"") + "],\"usd\":" + usd
                        + ",\"calls\":1500}");
    }

    private void more(String day, String function, double usd, String more) throws IOException {
        line(
                "spend.jsonl",
                "{\"day\":\"" + day + "\",\"function\":\"" + function
                        + "\",\"account\":\"111122223333\",\"region\":\"eu-west-1\",\"usd\":" + usd
                        + ",\"calls\":1," + more + "}");
    }

    @Test
    void whatIsOpenCountsAsFarAsItIsKnown() throws Exception {
        line(
                "open.jsonl",
                "{\"incident\":\"ee\",\"scope\":\"account\",\"account\":\"111122223333\",\"region\":\"eu-west-1\","
                        + "\"kind\":\"spread\",\"onset\":\"2026-08-02T11:00:00Z\",\"detectedAt\":\"2026-08-02T11:05:00Z\","
                        + "\"asOf\":\"2026-08-02T12:00:00Z\",\"excessUsd\":1.5,\"avertedUsd\":0,\"now\":{\"usdPerHour\":3}}");
        assertThat(money("--month", "2026-08").out())
                .contains(
                        "3 incidents (without 1 about a budget), 1 open, as of 2026-08-02T12:00:00Z: 15.75 USD above normal");
        Path open = run.resolve("open.jsonl");
        Files.writeString(open, Files.readString(open).replace("\"asOf\"", "\"accepted\":true,\"asOf\""));
        assertThat(money("--month", "2026-08").out()).contains(", 0 open, 1 accepted, as of 2026-08-02T12:00:00Z");
    }

    private void incident(
            String id, String kind, String day, String scope, String function, double excess, double averted, int good)
            throws IOException {
        String of = function.isEmpty() ? "" : ",\"function\":\"" + function + "\"";
        line(
                "incidents.jsonl",
                "{\"incident\":\"" + id + "\",\"scope\":\"" + scope
                        + "\",\"account\":\"111122223333\",\"region\":\"eu-west-1\"" + of + ",\"kind\":\"" + kind
                        + "\",\"onset\":\"" + day + "T09:50:00Z\",\"detectedAt\":\"" + day
                        + "T10:00:00Z\",\"reason\":\"end-of-input\",\"excessUsd\":" + excess
                        + ",\"avertedUsd\":" + averted + ",\"refusedGood\":" + good + "}");
    }

    private static String budget(String at, double spent) {
        return "{\"at\":\"" + at
                + "\",\"scope\":\"account\",\"function\":null,\"group\":null,\"account\":\"111122223333\",\"region\":\"*\","
                + "\"name\":\"all\",\"per\":\"month\",\"amountUsd\":900.0,\"spentUsd\":" + spent
                + ",\"exhaustedAt\":null,\"forecastUsd\":500.0,\"openAlarms\":0}";
    }

    private void line(String file, String line) throws IOException {
        Path path = run.resolve(file);
        if (!Files.exists(path)) Files.createFile(path);
        Files.writeString(path, line + "\n", StandardOpenOption.APPEND);
    }
}
