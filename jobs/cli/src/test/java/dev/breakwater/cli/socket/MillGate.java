package dev.breakwater.cli.socket;

import dev.breakwater.connectors.aws.Answer;
import dev.breakwater.connectors.aws.AwsSettings;
import dev.breakwater.connectors.lambda.lever.LimitApi;
import dev.breakwater.connectors.lambda.lever.LimitApi.OwnLever;
import dev.breakwater.model.function.LimitReading;
import dev.breakwater.model.function.LimitReading.LimitValue;
import dev.breakwater.model.function.OwnTags;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;

/** The lever of the made-up kind: a gate that lets water onto at most some stones of a mill. */
public final class MillGate implements OwnLever {

    static final String WIRE = "gate";

    /** The gates, by mill. */
    static final Map<String, Gate> AT = new ConcurrentHashMap<>();

    /** The gates that the lever has set, in order. */
    static final BlockingQueue<Gate> SET = new LinkedBlockingQueue<>();

    /**
     * @param stones    the most stones that may turn, or {@link LimitValue#NONE}
     * @param lease     the lease tag, or null
     * @param leftAlone the time of the tag that forbids limits, epoch milliseconds, or 0
     */
    record Gate(int stones, String lease, long leftAlone) {}

    /** All tags of a mill. */
    static Map<String, String> tags(String mill) {
        Gate gate = AT.get(mill);
        return gate.lease == null ? Map.of("river", "Ouse") : Map.of("river", "Ouse", OwnTags.LEASE, gate.lease);
    }

    @Override
    public String wire() {
        return WIRE;
    }

    @Override
    public boolean limits(String service) {
        return false;
    }

    @Override
    public long limit(long instances) {
        return instances;
    }

    @Override
    public int instances(int limit) {
        return limit;
    }

    @Override
    public boolean takes(long limit) {
        return limit > 0;
    }

    @Override
    public String text(int limit) {
        return limit + " stones";
    }

    @Override
    public String name() {
        return "gate of MAPPING";
    }

    @Override
    public String set() {
        return "gate of MAPPING at LIMIT";
    }

    @Override
    public String command() {
        return "gate FUNCTION 'LIMIT'";
    }

    @Override
    public LimitApi open(AwsSettings settings, String account, Map<String, String> environment) {
        return new Api();
    }

    private static final class Api implements LimitApi {

        @Override
        public Answer<LimitReading> read(String mill) {
            Gate now = AT.get(mill);
            if (now == null) return Answer.of(LimitReading.MISSING);
            return Answer.of(new LimitReading(true, now.stones, now.lease, now.leftAlone, tags(mill)));
        }

        @Override
        public Answer<Boolean> tag(String mill, String lease) {
            return change(mill, new Gate(AT.get(mill).stones, lease, AT.get(mill).leftAlone));
        }

        @Override
        public Answer<Boolean> apply(String mill, int limit) {
            Gate set = new Gate(limit, AT.get(mill).lease, AT.get(mill).leftAlone);
            SET.add(set);
            return change(mill, set);
        }

        @Override
        public Answer<Boolean> restore(String mill, int previous) {
            return apply(mill, previous);
        }

        @Override
        public Answer<Boolean> untag(String mill) {
            return tag(mill, null);
        }

        @Override
        public Answer<Boolean> letAlone(String mill, long untilMillis) {
            return change(mill, new Gate(AT.get(mill).stones, AT.get(mill).lease, untilMillis));
        }

        @Override
        public Answer<Boolean> removeHandsOff(String mill) {
            return letAlone(mill, 0);
        }

        private static Answer<Boolean> change(String mill, Gate to) {
            AT.put(mill, to);
            return Answer.of(true);
        }

        @Override
        public void close() {
            // the gates stay
        }
    }
}
