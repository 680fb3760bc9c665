package dev.breakwater.connectors.cloudwatch.poll;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.connectors.aws.Answer;
import dev.breakwater.connectors.aws.AwsFailure;
import dev.breakwater.connectors.aws.Outcome;
import dev.breakwater.connectors.cloudwatch.FeedRecord;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataResponse;

class PollHistoryTest {

    private static final int FUNCTIONS = 90;

    private final PollWorld world = new PollWorld(settings(PollWorld.A));
    private final AtomicLong now = new AtomicLong(PollWorld.START_MILLIS);
    private final List<FeedRecord> taken = new ArrayList<>();

    /** Tests a round with more calls than fit into three minutes. No sample comes until the last call is answered. */
    @Test
    void aSlowCloudWatchIsNotASilentOne() throws InterruptedException {
        for (int f = 0; f < FUNCTIONS; f++) {
            world.calls(PollWorld.HOME, "f" + f, -400, 60);
        }
        PollHistory.Past past = read(settings(PollWorld.A), new Slow(null));
        assertThat(now.get() - PollWorld.START_MILLIS).isGreaterThan(180_000);
        assertThat(taken.stream()
                        .map(r -> r.datapoint().function())
                        .filter(f -> !f.isEmpty())
                        .distinct())
                .hasSize(FUNCTIONS);
        assertThat(past.unread()).isEmpty();
        assertThat(past.usd()).isPositive();
    }

    @Test
    void whatRefusesEverythingIsNamedAtOnce() {
        AwsFailure denied = AwsFailure.of(Outcome.DENIED, "AccessDenied", "no identity-based policy allows it");
        assertThatThrownBy(() -> read(settings(PollWorld.A), new Slow(denied)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("CloudWatch's history cannot be read: cloudwatch:ListMetrics of 111111111111 eu-west-1:"
                        + " AccessDenied: no identity-based policy allows it");
        assertThat(now.get() - PollWorld.START_MILLIS).isLessThan(180_000);
    }

    @Test
    void silenceOfThreeMinutesIsNamedWithItsReason() {
        AwsFailure away = AwsFailure.of(Outcome.TRANSIENT, "SdkClientException", "connection refused");
        assertThatThrownBy(() -> read(settings(PollWorld.A), new Slow(away)))
                .hasMessage("CloudWatch has answered nothing for three minutes: cloudwatch:ListMetrics of 111111111111"
                        + " eu-west-1: SdkClientException: connection refused");
    }

    private PollHistory.Past read(PollSettings settings, MetricsApi api) throws InterruptedException {
        return PollHistory.read(settings, target -> api, new Moved(), taken::add);
    }

    private static PollSettings settings(String account) {
        return PollWorld.settings(600, 1000, account)
                .withTiming(PollSettings.Timing.DEFAULT.withWindow(720).withOverlap(0));
    }

    /** Lets each call take 90 seconds of the clock. */
    private final class Slow implements MetricsApi {

        private final MetricsApi answers = new DoubleApi(world.cloudWatch, PollWorld.HOME);
        private final AwsFailure failure;

        /** @param failure null: it answers */
        Slow(AwsFailure failure) {
            this.failure = failure;
        }

        @Override
        public synchronized Answer<FunctionPage> listMetrics(boolean recent, String token) {
            now.addAndGet(90_000);
            return failure == null ? answers.listMetrics(false, token) : Answer.failed(failure);
        }

        @Override
        public synchronized Answer<GetMetricDataResponse> getMetricData(DataCall call, String token) {
            now.addAndGet(90_000);
            return failure == null ? answers.getMetricData(call, token) : Answer.failed(failure);
        }

        @Override
        public void close() {
            // holds nothing
        }
    }

    /** A clock that advances two seconds with each reading, in addition to the time of calls. */
    private final class Moved extends Clock {

        @Override
        public long millis() {
            return now.addAndGet(2_000);
        }

        @Override
        public Instant instant() {
            return Instant.ofEpochMilli(millis());
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
