package dev.breakwater.connectors.alarms.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class UndeliveredAlarmTest {

    @Test
    void saysWhatAndWhyInWords() {
        assertThat(text(UndeliveredAlarm.Reason.REJECTED, "HTTP 400"))
                .isEqualTo("Not delivered to anybody: the resolve of alert breakwater/3f9c2a71b0de,"
                        + " because the receiver refused it (HTTP 400), after 2 attempts");
    }

    @ParameterizedTest
    @EnumSource
    void everyReasonHasWordsAndNoEmptyDetail(UndeliveredAlarm.Reason reason) {
        assertThat(text(reason, "")).doesNotContain(reason.name(), "()", "  ");
    }

    private static String text(UndeliveredAlarm.Reason reason, String detail) {
        return new UndeliveredAlarm(Alarms.resolve("breakwater/3f9c2a71b0de", 0), reason, detail, 2, 0).text("");
    }
}
