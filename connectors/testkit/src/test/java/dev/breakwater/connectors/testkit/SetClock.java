package dev.breakwater.connectors.testkit;

import java.io.Serializable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** A clock whose time tests set. The copies that Flink makes show the same time. */
public final class SetClock extends Clock implements Serializable {

    private static final long serialVersionUID = 1L;
    private static final Map<UUID, Instant> NOW = new ConcurrentHashMap<>();

    private final UUID id = UUID.randomUUID();

    public SetClock(Instant now) {
        set(now);
    }

    public void set(Instant now) {
        NOW.put(id, now);
    }

    public void advance(Duration by) {
        NOW.compute(id, (same, now) -> now.plus(by));
    }

    @Override
    public Instant instant() {
        return NOW.get(id);
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
