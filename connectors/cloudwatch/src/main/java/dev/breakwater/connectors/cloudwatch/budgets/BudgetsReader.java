package dev.breakwater.connectors.cloudwatch.budgets;

import dev.breakwater.connectors.aws.Answer;
import dev.breakwater.connectors.aws.AwsFailure;
import dev.breakwater.connectors.aws.Outcome;
import dev.breakwater.connectors.source.AskingReader;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.flink.metrics.Counter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads budgets; a failure is logged and the read repeated, sooner where that may help. */
final class BudgetsReader extends AskingReader<BudgetsSource.Reading> {
    private static final Logger LOG = LoggerFactory.getLogger(BudgetsReader.class);
    private static final Duration SOONER = Duration.ofMinutes(5);

    private final List<BudgetsSource.Target> targets;
    private final BudgetsApi.Factory factory;
    private final Duration every;
    private final Clock clock;
    /** The failure last logged for each account that could not be read. */
    private final Map<String, String> complaints = new HashMap<>();

    private List<BudgetsApi> apis = List.of();

    BudgetsReader(
            List<BudgetsSource.Target> targets,
            BudgetsApi.Factory factory,
            Duration every,
            Clock clock,
            Counter counted) {
        super("budgets", counted);
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
    protected Duration ask(Consumer<BudgetsSource.Reading> out) {
        Instant now = clock.instant();
        long minute = Math.floorDiv(now.getEpochSecond(), 60);
        boolean sooner = false;
        for (BudgetsApi api : apis) {
            Answer<List<AwsBudget>> answer = read(api, now);
            if (answer.ok()) out.accept(new BudgetsSource.Reading(api.account(), minute, answer.value()));
            else sooner |= answer.failure().outcome().worthRepeating();
            complain(api.account(), answer.ok() ? "" : answer.failure().text());
        }
        return sooner && SOONER.compareTo(every) < 0 ? SOONER : every;
    }

    /** An answer that we do not understand must not leave out the accounts after it. */
    private static Answer<List<AwsBudget>> read(BudgetsApi api, Instant now) {
        try {
            return api.read(now);
        } catch (RuntimeException e) {
            return Answer.failed(AwsFailure.of(Outcome.UNKNOWN, "NotUnderstood", e.toString()));
        }
    }

    private void complain(String account, String complaint) {
        String before = complaints.getOrDefault(account, "");
        complaints.put(account, complaint);
        if (complaint.equals(before)) return;
        if (complaint.isEmpty()) {
            LOG.info("Budgets of account {} are read again", account);
            return;
        }
        LOG.warn(
                "Budgets of account {} cannot be read by budgets:DescribeBudgets: those read before stay as they"
                        + " are, new ones are not metered: {}",
                account,
                complaint);
    }

    @Override
    protected long timeOf(BudgetsSource.Reading reading) {
        return reading.minute() * 60_000;
    }

    @Override
    protected void shut() {
        apis.forEach(BudgetsApi::close);
    }
}
