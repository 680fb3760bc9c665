package dev.breakwater.connectors.cloudwatch.charges;

import dev.breakwater.connectors.aws.Answer;
import dev.breakwater.connectors.source.AskingReader;
import dev.breakwater.connectors.source.AskingSource;
import java.io.Closeable;
import java.io.Serializable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A source that reads Lambda's estimated charges of some accounts at intervals. Use it with parallelism 1 and {@code
 * WatermarkStrategy.noWatermarks()}. The source emits the maximal watermark at once, because each reading has its own
 * time. After a restart, the source reads the last days again.
 */
public final class ChargesSource extends AskingSource<ChargesSource.Reading> {

    /** Reading one account costs 0.04 USD a month, at AWS's price of a queried metric. */
    public static final Duration EVERY = Duration.ofHours(1);

    private final List<Target> targets;
    private final ChargesApi.Factory factory;
    private final Duration every;
    private final Clock clock;

    private ChargesSource(List<Target> targets, ChargesApi.Factory factory, Duration every, Clock clock) {
        this.targets = List.copyOf(targets);
        this.factory = factory;
        this.every = every;
        this.clock = clock;
    }

    /**
     * Asks CloudWatch every hour.
     *
     * @param endpoint replaces the service's endpoint, or empty
     */
    public static ChargesSource of(List<Target> targets, String endpoint) {
        return of(targets, AwsCharges.at(endpoint), EVERY, Clock.systemUTC());
    }

    static ChargesSource of(List<Target> targets, ChargesApi.Factory factory, Duration every, Clock clock) {
        return new ChargesSource(targets, factory, every, clock);
    }

    @Override
    protected AskingReader<Reading> reader(Counter read, MetricGroup own) {
        return new ChargesReader(targets, factory, every, clock, read);
    }

    @Override
    public TypeInformation<Reading> getProducedType() {
        return TypeInformation.of(Reading.class);
    }

    /**
     * An account whose charges are read.
     *
     * @param account 12 digits
     * @param roleArn the role with which the account is read; empty for the ambient credentials
     */
    public record Target(String account, String roleArn) implements Serializable {}

    /**
     * Lambda's estimated charges of one account.
     *
     * @param account 12 digits
     * @param minute  floor(epoch seconds / 60) of the reading
     * @param usd     USD since the beginning of the month, UTC
     */
    public record Reading(String account, long minute, double usd) {}

    /**
     * Returns Lambda's cost in this month so far, in USD as AWS counts it, for a command that runs no job. The result
     * is empty if AWS does not report the cost.
     *
     * @param endpoint replaces the service's endpoint, or empty
     */
    public static OptionalDouble monthToDate(Target target, String endpoint, Instant now) {
        OptionalDouble newest = OptionalDouble.empty();
        for (ChargesApi api : AwsCharges.at(endpoint).open(List.of(target))) {
            try (api) {
                for (Reading r : api.read(now.minus(Duration.ofDays(1)), now)
                        .toOptional()
                        .orElse(List.of())) {
                    newest = OptionalDouble.of(r.usd());
                }
            }
        }
        return newest;
    }

    /** Reads charges of some accounts with one set of credentials. */
    interface ChargesApi extends Closeable {

        /** Returns readings of the accounts that the credentials may read, in the order of their times. */
        Answer<List<ChargesSource.Reading>> read(Instant from, Instant to);

        @Override
        void close();

        /**
         * Opens one reader of charges for each set of credentials, on the machine of the source. The best credentials
         * come first.
         */
        interface Factory extends Serializable {
            List<ChargesApi> open(List<ChargesSource.Target> targets);
        }
    }

    /** Reads charges. If a read fails, the reader logs the failure and reads again later. */
    static final class ChargesReader extends AskingReader<Reading> {
        private static final Logger LOG = LoggerFactory.getLogger(ChargesReader.class);
        private static final Duration BACK = Duration.ofDays(3);

        private final List<Target> targets;
        private final ChargesApi.Factory factory;
        private final Duration every;
        private final Clock clock;
        /** The newest reported minute of each account. Only the thread that makes the calls uses this map. */
        private final Map<String, Long> told = new HashMap<>();

        private final Set<String> complaints = new HashSet<>();
        private List<ChargesApi> apis = List.of();

        ChargesReader(List<Target> targets, ChargesApi.Factory factory, Duration every, Clock clock, Counter counted) {
            super("charges", counted);
            this.targets = targets;
            this.factory = factory;
            this.every = every;
            this.clock = clock;
        }

        @Override
        protected void open() {
            apis = factory.open(targets);
        }

        @Override
        protected Duration ask(Consumer<Reading> out) {
            Instant now = clock.instant();
            Set<String> known = new HashSet<>();
            List<Reading> all = new ArrayList<>();
            for (ChargesApi api : apis) {
                List<Reading> readings = answered(api.read(now.minus(BACK), now));
                // an account is not reported again if better credentials already reported it
                readings.stream().filter(r -> !known.contains(r.account())).forEach(all::add);
                readings.forEach(r -> known.add(r.account()));
            }
            all.stream().filter(this::isNews).forEach(out);
            return every;
        }

        @Override
        protected long timeOf(Reading reading) {
            return reading.minute() * 60_000;
        }

        @Override
        protected void shut() {
            apis.forEach(ChargesApi::close);
        }

        private List<Reading> answered(Answer<List<Reading>> answer) {
            if (answer.ok()) return answer.value();
            String complaint = answer.failure().text();
            if (complaints.size() < 100 && complaints.add(complaint)) {
                LOG.warn("Charges cannot be read, so our count is not compared with the bill: {}", complaint);
            }
            return List.of();
        }

        private boolean isNews(Reading r) {
            boolean news = told.getOrDefault(r.account(), Long.MIN_VALUE) < r.minute();
            if (news) told.put(r.account(), r.minute());
            return news;
        }
    }
}
