package dev.breakwater.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.breakwater.ledger.folder.RunFolder;
import dev.breakwater.model.NanoUsd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reading returns the written values, and ignores unknown fields. */
class LedgerJsonTest {

    private static final String INCIDENT =
            "{\"incident\":\"33bb29192667\",\"scope\":\"function\",\"account\":\"111122223333\","
                    + "\"region\":\"eu-west-1\",\"function\":\"image-resize\",\"kind\":\"duration\",\"severity\":\"critical\","
                    + "\"onset\":\"2026-08-05T16:40:00Z\",\"detectedAt\":\"2026-08-05T16:42:00Z\",\"pagedAt\":null,"
                    + "\"endedAt\":\"2026-08-05T18:51:00Z\","
                    + "\"observed\":{\"demandPerMinute\":1141.0,\"concurrency\":220.0,\"usdPerHour\":19.812423},"
                    + "\"expected\":{\"demandPerMinute\":1076.802,\"concurrency\":34.929,\"usdPerHour\":1.90762},"
                    + "\"window\":{\"name\":\"black-friday\",\"expect\":6.0,\"text\":\"6 x the usual: window black-friday\"},"
                    + "\"evidence\":{\"test\":\"unit-cost\",\"value\":9.969,\"line\":3.5,\"text\":\"cost of a call\"},"
                    + "\"projection\":{\"usdPerHour\":17.853602,\"endOfDayUsd\":130.926413,\"endOfMonthUsd\":11271.573880},"
                    + "\"excessUsd\":37.224905,\"avertedUsd\":0.000000,\"refusedGood\":59194,"
                    + "\"actions\":[{\"type\":\"throttle\",\"at\":\"2026-08-05T17:14:00Z\",\"value\":68},"
                    + "{\"type\":\"release\",\"at\":\"2026-08-05T19:09:00Z\",\"value\":null,\"lever\":\"queue\",\"mapping\":\"4f1c\"}],"
                    + "\"reason\":\"calm\"}";

    private static final String DECISION = "{\"at\":\"2026-03-02T00:00:00.123Z\",\"scope\":\"group\",\"function\":null,"
            + "\"group\":\"checkout\",\"account\":\"111122223333\",\"region\":\"*\",\"sequence\":7,\"type\":\"page\","
            + "\"reason\":\"burn\",\"detail\":\"too fast\",\"incident\":\"0123456789ab\",\"policy\":\"default\","
            + "\"minute\":29540159,\"limit\":null,\"previous\":40,\"lever\":\"stream\",\"mapping\":\"m\",\"until\":null,"
            + "\"usdPerHour\":20.5,\"budget\":{\"alarm\":\"step\",\"step\":0,\"group\":\"checkout\",\"name\":\"all\","
            + "\"per\":\"month\",\"amountUsd\":100.000000,\"spentUsd\":50.000000,\"countedSince\":\"2026-03-01T00:00:00Z\","
            + "\"usdPerHour\":1.000000,\"exhaustedAt\":null,\"forecastUsd\":120.000000,"
            + "\"forecastBetweenUsd\":[110.000000,130.000000]}}";

    @Test
    void readsWhatItWrote() throws IOException {
        assertThat(LedgerJson.line(LedgerJson.read(INCIDENT, Incident.class))).isEqualTo(INCIDENT);
        assertThat(LedgerJson.line(LedgerJson.read(DECISION, DecisionRow.class)))
                .isEqualTo(DECISION);
    }

    @Test
    void anAmountInATextHasTheCentsOfTheFiles() {
        long nano = 43_394_999_600L;
        assertThat(NanoUsd.text(nano)).isEqualTo("43.40").isEqualTo(String.format("%.2f", LedgerJson.usd(nano)));
    }

    @Test
    void passesOverWhatItDoesNotKnow() throws IOException {
        DecisionRow row =
                LedgerJson.read("{\"later\":{\"a\":[1]},\"type\":\"hold\",\"at\":1785456000000}", DecisionRow.class);
        assertThat(row.type()).isEqualTo("hold");
        assertThat(row.at()).isEqualTo(Instant.parse("2026-07-31T00:00:00Z"));
        assertThat(row.where().key()).isEqualTo("*");
        assertThat(row.limits().limit()).isNull();
        assertThat(row.finding()).isNull();
    }

    @Test
    void refusesWhatIsNoLine() {
        for (String line : List.of("{", "null", "[]", "7", "{\"at\":\"yesterday\"}", "{\"sequence\":{}}")) {
            assertThatThrownBy(() -> LedgerJson.read(line, DecisionRow.class))
                    .as(line)
                    .isInstanceOf(JsonProcessingException.class);
        }
    }

    @Test
    void readsAllPartsAndCountsWhatIsNoLine(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("decisions-1.jsonl"), DECISION + "\n\nnonsense\n");
        Files.writeString(folder.resolve("decisions.jsonl"), DECISION.replace("page", "close") + "\n{\"at\":");
        List<String> types = new ArrayList<>();
        long unreadable = new RunFolder(folder).each(LedgerFile.DECISIONS, d -> types.add(d.type()));
        assertThat(types).containsExactly("page", "close");
        assertThat(unreadable).isEqualTo(2);
        assertThat(new RunFolder(folder).rows(LedgerFile.INCIDENTS, i -> true)).isEmpty();
    }

    @Test
    void numbersOfAnObjectHaveNoMoreThanSixDecimals() {
        var object = LedgerJson.object().put("usd", 6.0840000000000005).put("count", 7);
        object.putArray("list").addObject().put("usd", 0.1 + 0.2).put("little", 0.0000004);
        assertThat(object).hasToString("{\"usd\":6.084,\"count\":7,\"list\":[{\"usd\":0.3,\"little\":0.0}]}");
    }
}
