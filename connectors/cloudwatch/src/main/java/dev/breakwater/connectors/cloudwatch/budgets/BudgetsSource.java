package dev.breakwater.connectors.cloudwatch.budgets;

import dev.breakwater.connectors.source.AskingReader;
import dev.breakwater.connectors.source.AskingSource;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;

/**
 * The budgets of some accounts, asked for again and again. Use it with parallelism 1 and
 * {@code WatermarkStrategy.noWatermarks()}: it emits the maximal watermark at once, because a reading says itself of
 * which time it is. An account that cannot be read is left out and asked again; nothing fails for it.
 */
public final class BudgetsSource extends AskingSource<BudgetsReading> {

    /** Calls are free; AWS itself counts 8 to 12 hours apart, so more often would tell of new limits alone. */
    public static final Duration EVERY = Duration.ofHours(1);

    private final List<BudgetsTarget> targets;
    private final BudgetsDoor door;
    private final Duration every;
    private final Clock clock;

    private BudgetsSource(List<BudgetsTarget> targets, BudgetsDoor door, Duration every, Clock clock) {
        this.targets = List.copyOf(targets);
        this.door = door;
        this.every = every;
        this.clock = clock;
    }

    /**
     * Asks AWS Budgets every hour.
     *
     * @param endpoint replaces the service's endpoint, or empty
     */
    public static BudgetsSource of(List<BudgetsTarget> targets, String endpoint) {
        return of(targets, endpoint, EVERY, Clock.systemUTC());
    }

    /** With another pace and clock; the clock must be serializable. */
    public static BudgetsSource of(List<BudgetsTarget> targets, String endpoint, Duration every, Clock clock) {
        return of(targets, new AwsBudgetsDoor(endpoint), every, clock);
    }

    static BudgetsSource of(List<BudgetsTarget> targets, BudgetsDoor door, Duration every, Clock clock) {
        return new BudgetsSource(targets, door, every, clock);
    }

    @Override
    protected AskingReader<BudgetsReading> reader(Counter read) {
        return new BudgetsReader(targets, door, every, clock, read);
    }

    @Override
    public TypeInformation<BudgetsReading> getProducedType() {
        return TypeInformation.of(BudgetsReading.class);
    }
}
