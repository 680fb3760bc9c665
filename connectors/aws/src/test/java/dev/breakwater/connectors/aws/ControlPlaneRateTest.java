package dev.breakwater.connectors.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.aws.AwsClients.CallTurn;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ControlPlaneRateTest {

    private long nanos;
    private final List<Runnable> during = new ArrayList<>();
    private final ControlPlaneRate rate = new ControlPlaneRate(() -> nanos, this::pause);

    @Test
    void allOfOursTogetherGetFiveCallsASecondAndNoMore() throws InterruptedException {
        for (int call = 0; call < 5; call++) turn(call).await();
        assertThat(nanos).isZero();
        for (int call = 0; call < 100; call++) turn(call).await();
        assertThat(seconds()).isBetween(19.9, 20.2);
    }

    @Test
    void whatIsLessUrgentWaitsWhileAnythingMoreUrgentDoes() throws InterruptedException {
        for (int first = 0; first < 3; first++) {
            for (int second = 0; second < 3; second++) {
                exhausted();
                CallTurn lesser = turn(second);
                boolean[] went = new boolean[1];
                // the second caller comes while the first waits, and both may call
                during.add(() -> {
                    during.clear();
                    nanos += 1_000_000_000;
                    went[0] = goesAtOnce(lesser);
                });
                turn(first).await();
                assertThat(went[0]).as(second + " while " + first + " waits").isEqualTo(second <= first);
            }
        }
    }

    @Test
    void whoGivesUpWaitingHoldsNobodyUp() throws InterruptedException {
        exhausted();
        assertThat(goesAtOnce(rate::act)).isFalse();
        nanos += 1_000_000_000;
        assertThat(goesAtOnce(rate::look)).isTrue();
    }

    @Test
    void oneBucketForEachAccountAndRegion() {
        assertThat(ControlPlaneRate.of("1", "eu-west-1")).isSameAs(ControlPlaneRate.of("1", "eu-west-1"));
        assertThat(ControlPlaneRate.of("1", "eu-west-1")).isNotSameAs(ControlPlaneRate.of("1", "us-east-1"));
    }

    /** Tests the order of urgency: acts, then tagged limits, then the fleet. */
    private CallTurn turn(int urgency) {
        return List.<CallTurn>of(rate::act, rate::marked, rate::look).get(urgency % 3);
    }

    private void exhausted() throws InterruptedException {
        nanos += 1_000_000_000;
        for (int call = 0; call < 5; call++) rate.look();
    }

    /** Returns whether a caller that gives up at its first pause got its turn at once. */
    private boolean goesAtOnce(CallTurn turn) {
        during.add(() -> {
            throw new GivesUp();
        });
        try {
            turn.await();
            return true;
        } catch (GivesUp e) {
            return false;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        } finally {
            during.clear();
        }
    }

    private void pause(long millis) {
        nanos += millis * 1_000_000;
        List.copyOf(during).forEach(Runnable::run);
    }

    private double seconds() {
        return nanos * 1e-9;
    }

    private static final class GivesUp extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
