package dev.breakwater.connectors.lambda.lever;

import dev.breakwater.connectors.aws.Answer;
import dev.breakwater.connectors.aws.AwsFailure;
import dev.breakwater.connectors.aws.Outcome;
import dev.breakwater.model.function.LimitReading;
import dev.breakwater.model.function.LimitReading.LimitValue;
import dev.breakwater.model.function.OwnTags;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Functions in memory, with requested faults. Another thread may read them safely. */
public final class FakeLever implements LimitApi {

    /** The calls that can be made to fail. */
    public enum Call {
        READ,
        TAG,
        APPLY,
        RESTORE,
        UNTAG,
        LET_ALONE,
        REMOVE_HANDS_OFF
    }

    private record Fault(Call call, Outcome outcome, boolean afterEffect) {}

    private final Map<String, Integer> reservations = new HashMap<>();
    private final Map<String, Map<String, String>> tags = new HashMap<>();
    private final Map<String, String> feeds = new HashMap<>();
    private final List<Fault> faults = new ArrayList<>();
    private final List<String> calls = new ArrayList<>();

    public synchronized FakeLever create(String function) {
        reservations.put(function, LimitValue.NONE);
        tags.put(function, new HashMap<>());
        return this;
    }

    /** A mapping that feeds a function. The function's tags show whether Breakwater must leave it alone. */
    public synchronized FakeLever create(String mapping, String function) {
        feeds.put(mapping, function);
        return create(mapping);
    }

    public synchronized void delete(String function) {
        reservations.remove(function);
        tags.remove(function);
    }

    /** Changes the limit like another person; {@link LimitValue#NONE} deletes the reservation. */
    public synchronized void byHand(String function, int reservation) {
        reservations.put(function, reservation);
    }

    public synchronized void tag(String function, Map<String, String> some) {
        tags.get(function).putAll(some);
    }

    public synchronized void wipeTags(String function) {
        tags.get(function).clear();
    }

    /** Makes the next such call fail without effect. Call this several times for several failures. */
    public synchronized FakeLever failNext(Call call, Outcome outcome) {
        faults.add(new Fault(call, outcome, false));
        return this;
    }

    /** Makes the next such call take effect, but loses its answer. */
    public synchronized FakeLever loseNextAnswer(Call call) {
        faults.add(new Fault(call, Outcome.TRANSIENT, true));
        return this;
    }

    public synchronized int reservation(String function) {
        return reservations.get(function);
    }

    public synchronized Map<String, String> tags(String function) {
        return Map.copyOf(tags.get(function));
    }

    /** Returns every call so far, including reads, like {@code "APPLY checkout 5"}. */
    public synchronized List<String> calls() {
        return List.copyOf(calls);
    }

    /** Returns the calls that change something. */
    public synchronized List<String> changes() {
        return calls.stream().filter(c -> !c.startsWith("READ")).toList();
    }

    @Override
    public synchronized Answer<LimitReading> read(String function) {
        calls.add("READ " + function);
        Fault fault = take(Call.READ);
        if (fault != null) {
            return failed(fault);
        }
        if (!reservations.containsKey(function)) {
            return Answer.of(LimitReading.MISSING);
        }
        Map<String, String> its = Map.copyOf(tags.getOrDefault(feeds.getOrDefault(function, function), Map.of()));
        String lease = tags.get(function).get(OwnTags.LEASE);
        return Answer.of(new LimitReading(true, reservations.get(function), lease, OwnTags.handsOffUntil(its), its));
    }

    @Override
    public Answer<Boolean> tag(String function, String lease) {
        return change(Call.TAG, function, "", () -> tags.get(function).put(OwnTags.LEASE, lease));
    }

    @Override
    public Answer<Boolean> apply(String function, int limit) {
        return change(Call.APPLY, function, " " + limit, () -> reservations.put(function, limit));
    }

    @Override
    public Answer<Boolean> restore(String function, int previous) {
        String value = " " + (previous == LimitValue.NONE ? "none" : String.valueOf(previous));
        return change(Call.RESTORE, function, value, () -> reservations.put(function, previous));
    }

    @Override
    public Answer<Boolean> untag(String function) {
        return change(Call.UNTAG, function, "", () -> tags.get(function).remove(OwnTags.LEASE));
    }

    @Override
    public Answer<Boolean> letAlone(String function, long untilMillis) {
        return change(Call.LET_ALONE, function, "", () -> tags.get(function).putAll(OwnTags.handsOff(untilMillis)));
    }

    @Override
    public Answer<Boolean> removeHandsOff(String function) {
        return change(
                Call.REMOVE_HANDS_OFF, function, "", () -> tags.get(function).remove(OwnTags.HANDS_OFF));
    }

    @Override
    public void close() {
        // the functions outlive the lever, so that a test can read them
    }

    private synchronized Answer<Boolean> change(Call call, String function, String value, Runnable effect) {
        calls.add(call + " " + function + value);
        Fault fault = take(call);
        if (fault != null && !fault.afterEffect()) {
            return failed(fault);
        }
        if (!reservations.containsKey(function)) {
            return Answer.failed(AwsFailure.of(Outcome.MISSING, "ResourceNotFoundException", "no such function"));
        }
        effect.run();
        return fault == null ? Answer.of(true) : failed(fault);
    }

    private Fault take(Call call) {
        Fault found = faults.stream().filter(f -> f.call() == call).findFirst().orElse(null);
        faults.remove(found);
        return found;
    }

    private static <T> Answer<T> failed(Fault fault) {
        return Answer.failed(AwsFailure.of(fault.outcome(), "Ordered", "as the test wants"));
    }
}
