package dev.breakwater.connectors.cloudwatch.charges;

import dev.breakwater.connectors.source.AskingReader;
import dev.breakwater.connectors.source.AskingSource;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;

/**
 * Lambda's estimated charges of some accounts, asked for again and again. Use it with parallelism 1 and
 * {@code WatermarkStrategy.noWatermarks()}: it emits the maximal watermark at once, because a reading says itself of
 * which time it is. After a restart the last days are read again.
 */
public final class ChargesSource extends AskingSource<ChargeReading> {

    /** 0.04 USD a month for each account at AWS's price of a queried metric. */
    public static final Duration EVERY = Duration.ofHours(1);

    private final List<ChargesTarget> targets;
    private final ChargesDoor door;
    private final Duration every;
    private final Clock clock;

    private ChargesSource(List<ChargesTarget> targets, ChargesDoor door, Duration every, Clock clock) {
        this.targets = List.copyOf(targets);
        this.door = door;
        this.every = every;
        this.clock = clock;
    }

    /**
     * Asks CloudWatch every hour.
     *
     * @param endpoint replaces the service's endpoint, or empty
     */
    public static ChargesSource of(List<ChargesTarget> targets, String endpoint) {
        return of(targets, new AwsChargesDoor(endpoint), EVERY, Clock.systemUTC());
    }

    static ChargesSource of(List<ChargesTarget> targets, ChargesDoor door, Duration every, Clock clock) {
        return new ChargesSource(targets, door, every, clock);
    }

    @Override
    protected AskingReader<ChargeReading> reader(Counter read) {
        return new ChargesReader(targets, door, every, clock, read);
    }

    @Override
    public TypeInformation<ChargeReading> getProducedType() {
        return TypeInformation.of(ChargeReading.class);
    }
}
