package dev.breakwater.connectors.lambda.mark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.lambda.Reservation;
import dev.breakwater.connectors.lambda.act.Requests;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MarkTest {

    private static final Mark MARK = new Mark(40, 5, Reservation.NONE, Requests.UNTIL, "bw", "i-1");

    @Test
    void aMarkEqualsItsOwnReading() {
        assertThat(Mark.read(MARK.tags())).isEqualTo(MarkReading.of(MARK));
        Mark none = new Mark(Reservation.NONE, 0, 7, Requests.UNTIL, "bw", "i-1");
        assertThat(Mark.read(none.tags())).isEqualTo(MarkReading.of(none));
    }

    @Test
    void theTagsAreThoseThatOthersRelyOn() {
        assertThat(MARK.tags())
                .containsEntry("breakwater:previous", "40")
                .containsEntry("breakwater:limit", "5")
                .containsEntry("breakwater:until", "2025-11-24T16:15:00Z")
                .containsEntry("breakwater:owner", "bw")
                .containsEntry("breakwater:intent", "i-1");
    }

    @Test
    void tagValuesHoldOnlyWhatTagsMayHold() {
        Mark mark = new Mark(40, 5, -1, 0, "a|b\n{c}", "x".repeat(300));
        assertThat(mark.owner()).isEqualTo("a_b__c_");
        assertThat(mark.intent()).hasSize(256);
        assertThat(mark.isOf("a|b\n{c}")).isTrue();
    }

    @Test
    void otherTagsAreNoMark() {
        assertThat(Mark.read(Map.of("team", "shop")).kind()).isEqualTo(MarkReading.Kind.ABSENT);
    }

    @ParameterizedTest
    @CsvSource({
        "breakwater:previous, -1",
        "breakwater:previous, many",
        "breakwater:limit, none",
        "breakwater:limit, 99999999999",
        "breakwater:replaces, x",
        "breakwater:until, tomorrow",
        "breakwater:until, +999999999-12-31T23:59:59Z",
        "breakwater:owner, ' '",
    })
    void aMalformedMarkIsAValue(String tag, String value) {
        Map<String, String> tags = new HashMap<>(MARK.tags());
        tags.put(tag, value);
        assertThat(Mark.read(tags).kind()).isEqualTo(MarkReading.Kind.MALFORMED);
        assertThat(Mark.read(tags).detail()).isNotBlank();
    }

    @Test
    void aMarkWithAMissingTagIsMalformedExceptForReplaces() {
        for (String tag : Mark.TAGS) {
            Map<String, String> tags = new HashMap<>(MARK.tags());
            tags.remove(tag);
            boolean optional = tag.equals("breakwater:replaces");
            assertThat(Mark.read(tags).kind() == MarkReading.Kind.PRESENT)
                    .as(tag)
                    .isEqualTo(optional);
        }
    }
}
