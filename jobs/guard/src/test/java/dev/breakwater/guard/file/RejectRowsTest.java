package dev.breakwater.guard.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.cloudwatch.FeedRecord;
import dev.breakwater.connectors.cloudwatch.Reject;
import dev.breakwater.connectors.cloudwatch.Reject.RejectReason;
import dev.breakwater.guard.file.Rows.OutputLine;
import org.junit.jupiter.api.Test;

class RejectRowsTest {

    @Test
    void writesARejectWithWhereAndWhy() {
        assertThat(Rows.reject(reject("part-0.jsonl", 12, RejectReason.NOT_JSON, "unexpected 'x'"))
                        .json())
                .isEqualTo("{\"file\":\"part-0.jsonl\",\"line\":12,\"reason\":\"not-json\","
                        + "\"detail\":\"unexpected 'x'\",\"count\":3,\"bytes\":99,\"sha256\":\"ab12\","
                        + "\"prefix\":\"{x\"}");
    }

    @Test
    void namesEachReasonAsTheConnectorDoes() {
        for (RejectReason reason : RejectReason.values()) {
            assertThat(Rows.reject(reject("f", 1, reason, "")).json()).contains("\"reason\":\"" + reason.wire() + '"');
        }
    }

    @Test
    void keepsTheOrderInWhichTheLinesOfAFileWereRead() {
        OutputLine second = Rows.reject(reject("a.jsonl", 2, RejectReason.BINARY, ""));
        OutputLine tenth = Rows.reject(reject("a.jsonl", 10, RejectReason.BINARY, ""));
        assertThat(second.order()).isLessThan(tenth.order());
        assertThat(second.time()).isEqualTo(7 * 60_000);
    }

    @Test
    void aHostileFileNameStaysOneLine() {
        OutputLine row = Rows.reject(reject("a\nb\"\u0000.jsonl", 1, RejectReason.BAD_NAME, "\r\n"));
        assertThat(row.json().chars()).noneMatch(c -> c < ' ');
    }

    private static FeedRecord reject(String file, long line, RejectReason reason, String detail) {
        return FeedRecord.reject(new Reject(file, line, reason, detail, 99, "ab12", "{x", 3, false), 7);
    }
}
