package dev.breakwater.connectors.receive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.receive.content.Batch.RequestKey;
import dev.breakwater.connectors.receive.content.Refused;
import dev.breakwater.connectors.testkit.SetClock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class RequestIdsTest {
    private final SetClock clock = new SetClock(Bench.NOW);
    private final RequestIds ids = new RequestIds(clock, 100);

    @Test
    void aStoredDeliveryIsRememberedForAsLongAsFirehoseRetries() {
        assertThat(ids.claim(key(1))).isNull();
        ids.stored(List.of(key(1)));

        clock.advance(Duration.ofHours(2).plusMinutes(30));
        ids.stored(List.of(key(2)));
        assertThat(ids.claim(key(1))).isDone();

        clock.advance(Duration.ofHours(1));
        ids.stored(List.of(key(3)));
        assertThat(ids.claim(key(1))).isNull();
    }

    @Test
    void memoryIsBoundedAndTheOldestAreForgottenFirst() {
        for (int i = 0; i < 1000; i++) {
            ids.stored(List.of(key(i)));
        }

        assertThat(ids.size()).isEqualTo(100);
        assertThat(ids.claim(key(900))).isDone();
        assertThat(ids.claim(key(899))).isNull();
    }

    @Test
    void whatIsBeingStoredIsNeverForgotten() {
        ids.claim(key(-1));
        for (int i = 0; i < 1000; i++) {
            ids.stored(List.of(key(i)));
        }

        assertThat(ids.claim(key(-1))).isNotNull().isNotDone();
    }

    @Test
    void aClaimThatCameToNothingCanBeMadeAgainAndWhoWaitedIsTold() {
        ids.claim(key(1));
        CompletableFuture<Void> waiting = ids.claim(key(1));

        ids.release(key(1), Refused.busy("later"));

        assertThat(waiting).isCompletedExceptionally();
        assertThat(ids.claim(key(1))).isNull();
    }

    @Test
    void whatMayBeStoredIsPutOffUntilItIsKnown() {
        ids.claim(key(1));
        ids.doubt(List.of(key(1)), Refused.busy("later"));
        assertThat(ids.claim(key(1))).isCompletedExceptionally();

        ids.stored(List.of(key(1)));

        assertThat(ids.claim(key(1))).isCompletedWithValue(null);
    }

    private static RequestKey key(int i) {
        return RequestKey.of("arn", "r-" + i);
    }
}
