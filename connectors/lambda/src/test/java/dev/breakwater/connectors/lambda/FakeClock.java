package dev.breakwater.connectors.lambda;

/** A clock that moves only on request, or by the requested pauses. */
public final class FakeClock implements ActClock {

    private long now;

    public FakeClock(long now) {
        this.now = now;
    }

    public void advance(long millis) {
        now += millis;
    }

    @Override
    public long millis() {
        return now;
    }

    @Override
    public void pause(long millis) {
        now += millis;
    }
}
