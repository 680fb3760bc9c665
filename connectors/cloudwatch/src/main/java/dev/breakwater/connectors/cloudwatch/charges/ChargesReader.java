package dev.breakwater.connectors.cloudwatch.charges;

import dev.breakwater.connectors.aws.Answer;
import dev.breakwater.connectors.cloudwatch.charges.ChargesSource.ChargesApi;
import dev.breakwater.connectors.source.AskingReader;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.flink.metrics.Counter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads charges. If a read fails, the reader logs the failure and reads again later. */
final class ChargesReader extends AskingReader<ChargesSource.Reading> {
    private static final Logger LOG = LoggerFactory.getLogger(ChargesReader.class);
    private static final Duration BACK = Duration.ofDays(3);

    private final List<ChargesSource.Target> targets;
    private final ChargesApi.Factory factory;
    private final Duration every;
    private final Clock clock;
    /** The newest reported minute of each account. Only the thread that makes the calls uses this map. */
    private final Map<String, Long> told = new HashMap<>();

    private final Set<String> complaints = new HashSet<>();
    private List<ChargesApi> apis = List.of();

    ChargesReader(
            List<ChargesSource.Target> targets,
            ChargesApi.Factory factory,
            Duration every,
            Clock clock,
            Counter counted) {
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
    protected Duration ask(Consumer<ChargesSource.Reading> out) {
        Instant now = clock.instant();
        Set<String> known = new HashSet<>();
        List<ChargesSource.Reading> all = new ArrayList<>();
        for (ChargesApi api : apis) {
            List<ChargesSource.Reading> readings = answered(api.read(now.minus(BACK), now));
            // an account is not reported again if better credentials already reported it
            readings.stream().filter(r -> !known.contains(r.account())).forEach(all::add);
            readings.forEach(r -> known.add(r.account()));
        }
        all.stream().filter(this::isNews).forEach(out);
        return every;
    }

    @Override
    protected long timeOf(ChargesSource.Reading reading) {
        return reading.minute() * 60_000;
    }

    @Override
    protected void shut() {
        apis.forEach(ChargesApi::close);
    }

    private List<ChargesSource.Reading> answered(Answer<List<ChargesSource.Reading>> answer) {
        if (answer.ok()) return answer.value();
        String complaint = answer.failure().text();
        if (complaints.size() < 100 && complaints.add(complaint)) {
            LOG.warn("Charges cannot be read, so our count is not compared with the bill: {}", complaint);
        }
        return List.of();
    }

    private boolean isNews(ChargesSource.Reading r) {
        boolean news = told.getOrDefault(r.account(), Long.MIN_VALUE) < r.minute();
        if (news) told.put(r.account(), r.minute());
        return news;
    }
}
