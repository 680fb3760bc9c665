package dev.breakwater.connectors.lambda.mark;

import dev.breakwater.connectors.aws.Answer;
import dev.breakwater.connectors.aws.AwsFailure;
import dev.breakwater.connectors.aws.Outcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tags in memory, with pages of two entries and a requested fault. */
public final class FakeMarkedLimits implements MarkedLimits {

    private static final int PAGE = 2;

    private final Map<String, Marked> all = new LinkedHashMap<>();
    private final List<String> calls = new ArrayList<>();
    private Outcome fault;

    public synchronized FakeMarkedLimits put(Marked marked) {
        all.put(marked.target(), marked);
        return this;
    }

    public synchronized void remove(String target) {
        all.remove(target);
    }

    /** The failure of every call; null: no call fails. */
    public synchronized void fail(Outcome outcome) {
        fault = outcome;
    }

    /** The calls so far, like {@code "KEY from"}. */
    public synchronized List<String> calls() {
        return List.copyOf(calls);
    }

    @Override
    public synchronized Answer<Page> page(String key, String from) {
        calls.add(key + " " + from);
        if (fault != null) return Answer.failed(AwsFailure.of(fault, "Ordered", "as the test wants"));
        List<Marked> with =
                all.values().stream().filter(m -> m.tags().containsKey(key)).toList();
        int start = from.isEmpty() ? 0 : Integer.parseInt(from);
        int end = Math.min(with.size(), start + PAGE);
        return Answer.of(new Page(with.subList(start, end), end < with.size() ? Integer.toString(end) : ""));
    }
}
