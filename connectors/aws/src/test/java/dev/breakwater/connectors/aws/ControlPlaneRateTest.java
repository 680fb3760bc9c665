package dev.breakwater.connectors.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ControlPlaneRateTest {

    private long nanos;
    private final List<Runnable> during = new ArrayList<>();
    private final ControlPlaneRate rate = new ControlPlaneRate(() -> nanos, this::pause);

    @Test
    void actsGetFifteenCallsASecondAndNoMore() throws InterruptedException {
        for (int call = 0; call < 15; call++) rate.act();
        assertThat(nanos).isZero();
        for (int call = 0; call < 150; call++) rate.act();
        assertThat(seconds()).isBetween(9.9, 10.2);
    }

    @Test
    void looksGetTenASecondSoThatActsFindRoomAtOnce() throws InterruptedException {
        for (int call = 0; call < 110; call++) rate.look();
        assertThat(seconds()).isBetween(9.9, 10.2);

        long before = nanos;
        for (int call = 0; call < 5; call++) rate.act();
        assertThat(nanos).isEqualTo(before);
    }

    @Test
    void aLookWaitsWhileAnActDoes() throws InterruptedException {
        for (int call = 0; call < 15; call++) rate.act();
        List<String> order = new ArrayList<>();
        // a second caller comes while the act waits: the pause of the act lets it try
        during.add(() -> {
            during.clear();
            nanos += 1_000_000_000;
            order.add(triesToLook() ? "look" : "look waits");
        });
        rate.act();
        order.add("act");
        rate.look();
        order.add("look");
        assertThat(order).containsExactly("look waits", "act", "look");
    }

    @Test
    void oneBucketForEachAccountAndRegion() {
        assertThat(ControlPlaneRate.of("1", "eu-west-1")).isSameAs(ControlPlaneRate.of("1", "eu-west-1"));
        assertThat(ControlPlaneRate.of("1", "eu-west-1")).isNotSameAs(ControlPlaneRate.of("1", "us-east-1"));
    }

    /** A look that gives up at its first pause. */
    private boolean triesToLook() {
        during.add(() -> {
            throw new GivesUp();
        });
        try {
            rate.look();
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
