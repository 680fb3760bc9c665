package dev.breakwater.connectors.cloudwatch.budgets;

import dev.breakwater.connectors.source.AskingReader;
import dev.breakwater.connectors.source.AskingSource;
import java.io.Serializable;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;

/**
 * The budgets of some accounts, asked for again and again. Use it with parallelism 1 and {@code
 * WatermarkStrategy.noWatermarks()}: it emits the maximal watermark at once, because each reading carries its own time.
 * An account that cannot be read is left out and asked again; nothing fails for it.
 */
public final class BudgetsSource extends AskingSource<BudgetsSource.Reading> {

    /**
     * Calls are free; AWS itself counts 8 to 12 hours apart, so shorter intervals would only show new limits earlier.
     */
    public static final Duration EVERY = Duration.ofHours(1);

    private final List<Target> targets;
    private final BudgetsApi.Factory factory;
    private final Duration every;
    private final Clock clock;

    private BudgetsSource(List<Target> targets, BudgetsApi.Factory factory, Duration every, Clock clock) {
        this.targets = List.copyOf(targets);
        this.factory = factory;
        this.every = every;
        this.clock = clock;
    }

    /**
     * Asks AWS Budgets every hour.
     *
     * @param endpoint replaces the service's endpoint, or empty
     */
    public static BudgetsSource of(List<Target> targets, String endpoint) {
        return of(targets, endpoint, EVERY, Clock.systemUTC());
    }

    /** With another pace and clock; the clock must be serializable. */
    public static BudgetsSource of(List<Target> targets, String endpoint, Duration every, Clock clock) {
        return of(targets, AwsBudgets.at(endpoint), every, clock);
    }

    static BudgetsSource of(List<Target> targets, BudgetsApi.Factory factory, Duration every, Clock clock) {
        return new BudgetsSource(targets, factory, every, clock);
    }

    @Override
    protected AskingReader<Reading> reader(Counter read) {
        return new BudgetsReader(targets, factory, every, clock, read);
    }

    @Override
    public TypeInformation<Reading> getProducedType() {
        return TypeInformation.of(Reading.class);
    }

    /**
     * An account whose budgets are asked for.
     *
     * @param account 12 digits
     * @param roleArn role of the account to read with, or empty for the ambient credentials
     */
    public record Target(String account, String roleArn) implements Serializable {}

    /**
     * All budgets of an account at one time: a budget that is missing does not exist.
     *
     * @param account 12 digits
     * @param minute  floor(epoch seconds / 60) of the reading
     * @param budgets in the order of their names
     */
    public record Reading(String account, long minute, List<AwsBudget> budgets) {}
}
