package dev.breakwater.connectors.receive.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.connectors.receive.content.Batch.RejectReason;
import dev.breakwater.connectors.receive.content.DeliveryReader.DeliveryHead;
import dev.breakwater.connectors.receive.content.DeliveryReader.ReceiveLimits;
import dev.breakwater.connectors.testkit.firehose.FirehoseClient;
import dev.breakwater.connectors.testkit.firehose.FirehoseClient.FirehoseDelivery;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Tests that the memory for a delivery's log lines counts in the memory budget, however well they are compressed. */
class LargeLogsTest {
    private static final int MIB = 1 << 20;
    private static final long MOST = 16L * MIB;
    private static final int IN_A_MESSAGE = 10_000;

    private final BudgetedBytes.Budget budget = new BudgetedBytes.Budget(MOST);
    private final ReceiveLimits limits = new ReceiveLimits(64L * MIB, 32 * MIB, MOST, 1, 0);

    @Test
    void aDeliveryOfStartsAloneIsTakenWithWhatFitsAndTheRestIsRejectedUnread() throws Exception {
        try (Batch batch = read(starts(20, 1_764_000_000_000L, 0))) {
            long read = batch.tally().logEvents();
            long unread = 20 - read / IN_A_MESSAGE;
            long remembered = read - (batch.tally().rejects().get(RejectReason.TOO_MANY_EVENTS) - unread);
            assertThat(remembered).isBetween(MOST / 4 / 200, MOST / 4 / 128);
            assertThat(read)
                    .as("to the end of the message that is one too many")
                    .isLessThan(remembered + IN_A_MESSAGE);
            assertThat(batch.tally().lines()).isEqualTo(1);
            assertThat(budget.used()).isLessThan(MOST / 4);
        }
        assertThat(budget.used()).isZero();
    }

    /** Tests many minutes, because a minute's sums need more memory than an event. */
    @Test
    void eventsOfAMillionMinutesAreBoundedToo() throws Exception {
        try (Batch batch = read(starts(5, 1_000_000_000_000L, 60_000))) {
            assertThat(batch.tally().lines()).isBetween(MOST / 4 / 1_300, MOST / 4 / 1_000);
        }
        assertThat(budget.used()).isZero();
    }

    @Test
    void whatOthersHoldOfTheBudgetIsABusyMoment() throws Exception {
        budget.take(MOST - 2L * MIB);

        assertThatThrownBy(() -> read(starts(5, 1_764_000_000_000L, 0)))
                .isInstanceOfSatisfying(
                        Refused.class, r -> assertThat(r.status()).isEqualTo(503));

        assertThat(budget.used()).isEqualTo(MOST - 2L * MIB);
    }

    private Batch read(byte[] body) throws Exception {
        DeliveryHead head = new DeliveryHead("r-1", FirehoseClient.SOURCE, false);
        return new DeliveryReader(limits, budget).read(head, Set.of("111122223333"), new ByteArrayInputStream(body));
    }

    private static byte[] starts(int messages, long at, long step) {
        List<byte[]> records = new ArrayList<>();
        for (int m = 0; m < messages; m++) {
            StringBuilder text = new StringBuilder("{\"messageType\":\"DATA_MESSAGE\",\"owner\":\"111122223333\","
                    + "\"logGroup\":\"/aws/lambda/f\",\"logStream\":\"s\",\"logEvents\":[");
            for (int i = 0; i < IN_A_MESSAGE; i++) {
                int n = m * IN_A_MESSAGE + i;
                text.append(i == 0 ? "" : ",").append("{\"id\":\"").append(n).append("\",\"timestamp\":");
                text.append(at + n * step).append(",\"message\":\"START RequestId: x\"}");
            }
            records.add(FirehoseDelivery.gzip(text.append("]}").toString().getBytes(StandardCharsets.UTF_8)));
        }
        return FirehoseDelivery.of("r-1", 1, records).body();
    }
}
