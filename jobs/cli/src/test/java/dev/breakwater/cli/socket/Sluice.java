package dev.breakwater.cli.socket;

import dev.breakwater.connectors.aws.Answer;
import dev.breakwater.connectors.aws.AwsFailure;
import dev.breakwater.connectors.aws.AwsSettings;
import dev.breakwater.connectors.aws.Outcome;
import dev.breakwater.connectors.lambda.lever.LimitApi;
import dev.breakwater.connectors.lambda.lever.LimitApi.OwnLever;
import dev.breakwater.model.function.LimitReading;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A made-up kind of limit. A sluice between a message broker and a function lets a rate through, and a burst above the
 * rate. A limit is the rate times 10,000 plus the burst. An instance handles two messages a second.
 */
public final class Sluice implements OwnLever {

    /** The settings of the sluices, by mapping. */
    static final Map<String, Setting> AT = new ConcurrentHashMap<>();

    /** The settings that levers have made, in order. */
    static final BlockingQueue<Setting> MADE = new LinkedBlockingQueue<>();

    private static final int RATE = 10_000;
    private static final int FASTEST = 100_000;

    /**
     * @param rate  messages a second; 0 for no limit
     * @param lease the lease tag, or null
     */
    record Setting(int rate, int burst, String lease) {}

    @Override
    public String wire() {
        return "sluice";
    }

    @Override
    public boolean limits(String service) {
        return service.equals("mq");
    }

    @Override
    public long limit(long instances) {
        long rate = 2 * instances;
        return rate * RATE + Math.min(3 * rate, RATE - 1);
    }

    @Override
    public int instances(int limit) {
        return limit / RATE / 2;
    }

    @Override
    public boolean takes(long limit) {
        return limit <= (long) FASTEST * RATE;
    }

    @Override
    public String text(int limit) {
        return limit / RATE + " a second with bursts of " + limit % RATE;
    }

    @Override
    public String name() {
        return "sluice MAPPING";
    }

    @Override
    public String set() {
        return "sluice MAPPING at LIMIT";
    }

    @Override
    public String command() {
        return "sluice set MAPPING 'LIMIT'";
    }

    @Override
    public LimitApi open(AwsSettings settings, String account, Map<String, String> environment) {
        return new Api();
    }

    private static final class Api implements LimitApi {

        @Override
        public Answer<LimitReading> read(String mapping) {
            Setting now = AT.get(mapping);
            if (now == null) return Answer.of(LimitReading.MISSING);
            int value = now.rate == 0 ? -1 : now.rate * RATE + now.burst;
            return Answer.of(new LimitReading(true, value, now.lease, 0, Map.of()));
        }

        @Override
        public Answer<Boolean> tag(String mapping, String lease) {
            return change(mapping, new Setting(AT.get(mapping).rate, AT.get(mapping).burst, lease));
        }

        @Override
        public Answer<Boolean> apply(String mapping, int limit) {
            Setting made = new Setting(limit / RATE, limit % RATE, AT.get(mapping).lease);
            MADE.add(made);
            return change(mapping, made);
        }

        @Override
        public Answer<Boolean> restore(String mapping, int previous) {
            return apply(mapping, Math.max(0, previous));
        }

        @Override
        public Answer<Boolean> untag(String mapping) {
            return tag(mapping, null);
        }

        private static Answer<Boolean> change(String mapping, Setting to) {
            AT.put(mapping, to);
            return Answer.of(true);
        }

        @Override
        public Answer<Boolean> letAlone(String function, long untilMillis) {
            return removeHandsOff(function);
        }

        @Override
        public Answer<Boolean> removeHandsOff(String function) {
            return Answer.failed(AwsFailure.of(Outcome.INVALID, "NoFunction", "a sluice has no functions"));
        }

        @Override
        public void close() {
            // the sluices stay
        }
    }
}
