package dev.breakwater.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is known of an incident that is still open: as of the newest minute that the files tell of, not of its page. */
class IncidentListTest {

    private static final String SCOPE =
            "\"scope\":\"%s\",\"function\":%s,\"group\":null,\"account\":\"111122223333\",\"region\":\"%s\"";

    @TempDir
    Path folder;

    @Test
    void anOpenSurgeCostsWhatItsFunctionTellsSinceItsOnset() throws Exception {
        line("decisions.jsonl", decision("aa", "function", "\"shop\"", "eu-west-1", 1.21, ""));
        line("fleet.jsonl", fleet("2026-08-03T12:30:00Z", 2.5, "2026-08-03T12:00:00Z", "4.01"));
        assertThat(IncidentList.of(new RunFolder(folder))).singleElement().satisfies(i -> {
            assertThat(i.money().excessUsd()).isEqualByComparingTo("4.01");
            assertThat(i.money().excessBy()).isEqualTo("2026-08-03T12:30:00Z");
        });
    }

    @Test
    void aSurgeOfAnotherOnsetIsNotTaken() throws Exception {
        line("decisions.jsonl", decision("aa", "function", "\"shop\"", "eu-west-1", 1.21, ""));
        line("fleet.jsonl", fleet("2026-08-03T12:30:00Z", 1.5, "2026-08-03T12:20:00Z", "99"));
        assertThat(IncidentList.of(new RunFolder(folder)))
                .singleElement()
                .satisfies(i -> assertThat(i.money().excessUsd()).isEqualByComparingTo("1.5"));
    }

    @Test
    void anOpenAlarmOfABudgetStandsWhereTheBudgetStands() throws Exception {
        String told = ",\"budget\":{\"alarm\":\"step\",\"step\":0," + position(1) + "}";
        line("decisions.jsonl", decision("bb", "account", "null", "*", 0, told));
        line("budgets.jsonl", standing("2026-08-03T13:00:00Z", "month", 43.12));
        line("budgets.jsonl", standing("2026-08-03T14:00:00Z", "day", 7));
        assertThat(IncidentList.of(new RunFolder(folder)))
                .singleElement()
                .satisfies(i -> assertThat(i.budget().figures().spentUsd()).isEqualByComparingTo("43.12"));
    }

    private static String decision(String id, String scope, String function, String region, double usd, String more) {
        return "{\"at\":\"2026-08-03T12:05:00Z\",\"minute\":29762645," + SCOPE.formatted(scope, function, region)
                + ",\"seq\":1,\"type\":\"open\",\"reason\":\"surge\",\"incident\":\"" + id
                + "\",\"policy\":\"default\",\"usdPerHour\":" + usd
                + ",\"finding\":{\"kind\":\"flood\",\"onset\":\"2026-08-03T12:00:00Z\",\"excessUsd\":0.02}" + more
                + "}";
    }

    private static String fleet(String at, double usd, String since, String above) {
        return "{\"account\":\"111122223333\",\"region\":\"eu-west-1\",\"function\":\"shop\",\"at\":\"" + at
                + "\",\"policy\":\"default\",\"protect\":false,\"usdPerHour\":" + usd
                + ",\"expectedUsdPerHour\":0,\"surgeSince\":\"" + since + "\",\"aboveUsd\":" + above + "}";
    }

    private static String standing(String at, String per, double spent) {
        return "{\"at\":\"" + at + "\"," + SCOPE.formatted("account", "null", "*") + ","
                + position(spent).replace("\"month\"", "\"" + per + "\"") + ",\"openAlarms\":1}";
    }

    private static String position(double spent) {
        return "\"name\":\"all\",\"per\":\"month\",\"amountUsd\":100,\"spentUsd\":" + spent + ",\"usdPerHour\":1";
    }

    private void line(String file, String line) throws Exception {
        Path path = folder.resolve(file);
        Files.writeString(path, (Files.exists(path) ? Files.readString(path) : "") + line + "\n");
    }
}
