package dev.breakwater.cli.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.ledger.Incident;
import dev.breakwater.ledger.LedgerJson;
import dev.breakwater.report.IncidentText;
import org.junit.jupiter.api.Test;

class IncidentTextTest {

    @Test
    void alarmsOfABudgetSayWhichTheyAreAndWhereTheBudgetStands() throws Exception {
        assertThat(line("\"alarm\":\"step\",\"step\":1"))
                .contains("step 2: ", "43.12", "100.00", "a month spent", "paged at 2026-08-22")
                .doesNotContain("21 d");
        assertThat(line("\"alarm\":\"exhausted\"")).contains("exhausted: ");
    }

    @Test
    void anAlarmOfABudgetInModeObservePagedNobody() throws Exception {
        assertThat(line("\"alarm\":\"exhausted\"", ",\"recordedOnly\":true"))
                .contains("would have paged at 2026-08-22T17:00Z (mode observe)");
    }

    @Test
    void aSurgeThatAPersonAcceptedSaysThatItWasNotThrottledForThis() throws Exception {
        assertThat(surge("\"accepted\":true,\"actions\":[]").why(IncidentText.Decided.empty()))
                .isEqualTo("a person accepted it");
    }

    @Test
    void whatAThrottleAvertsIsNotKnownBeforeAMinuteThatEndsAfterIt() throws Exception {
        String throttled = "\"actions\":[{\"type\":\"throttle\",\"at\":\"2026-08-01T00:03:20Z\",\"value\":5}],";
        assertThat(surge(throttled + "\"asOf\":\"2026-08-01T00:03:00Z\"").lines())
                .endsWith("\n    throttled to 5, what the throttle averts is not known yet");
        assertThat(surge(throttled + "\"asOf\":\"2026-08-01T00:04:00Z\"").lines())
                .endsWith("\n    throttled to 5, $0.00 averted, 0 good calls refused");
    }

    /** The search for an onset ends 165 minutes before the detection. */
    @Test
    void aDelayFromAnOnsetThatMayBeEarlierIsAtLeastThat() throws Exception {
        String late = "\"detectedAt\":\"2026-08-01T02:46:00Z\",\"pagedAt\":\"2026-08-01T03:00:00Z\"";
        assertThat(surge(late).lines()).contains("paged after at least 3 h (the surge may have begun earlier);");
        assertThat(surge(late.replace("02:46", "02:45")).lines()).contains("paged after 3 h;");
    }

    @Test
    void pagesThatWereRepeatedAreCounted() throws Exception {
        assertThat(surge("\"notified\":7").lines()).contains("paged after 2 min, and notified 7 times;");
        assertThat(surge("\"actions\":[]").lines()).contains("paged after 2 min;");
    }

    private static IncidentText surge(String more) throws Exception {
        String row =
                "{\"incident\":\"ab\",\"scope\":\"function\",\"account\":\"1\",\"region\":\"r\",\"function\":\"f\","
                        + "\"kind\":\"flood\",\"severity\":\"error\",\"onset\":\"2026-08-01T00:00:00Z\","
                        + "\"detectedAt\":\"2026-08-01T00:01:00Z\",\"pagedAt\":\"2026-08-01T00:02:00Z\","
                        + "\"excessUsd\":24,\"avertedUsd\":0,\"refusedGood\":0," + more + "}";
        return new IncidentText(LedgerJson.read(row, Incident.class));
    }

    private static String line(String alarm) throws Exception {
        return line(alarm, "");
    }

    private static String line(String alarm, String more) throws Exception {
        String row = "{\"incident\":\"ab\",\"scope\":\"account\",\"account\":\"111122223333\",\"region\":\"*\","
                + "\"kind\":\"budget\",\"severity\":\"error\",\"onset\":\"2026-08-01T00:00:00Z\","
                + "\"detectedAt\":\"2026-08-22T17:00:00Z\",\"pagedAt\":\"2026-08-22T17:00:00Z\",\"endedAt\":null" + more
                + ","
                + "\"excessUsd\":0,\"avertedUsd\":0,\"refusedGood\":0,\"budget\":{" + alarm
                + ",\"name\":\"all\",\"per\":\"month\",\"amountUsd\":100,\"spentUsd\":43.12,\"usdPerHour\":1}}";
        return new IncidentText(LedgerJson.read(row, Incident.class)).lines();
    }
}
