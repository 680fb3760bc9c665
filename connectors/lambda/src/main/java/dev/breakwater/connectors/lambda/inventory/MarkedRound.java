package dev.breakwater.connectors.lambda.inventory;

import dev.breakwater.connectors.aws.Answer;
import dev.breakwater.connectors.aws.AwsCall;
import dev.breakwater.connectors.aws.Outcome;
import dev.breakwater.connectors.lambda.ActClock;
import dev.breakwater.connectors.lambda.inventory.PlaceMemory.PlaceFact;
import dev.breakwater.connectors.lambda.inventory.PlaceSplit.Digest;
import dev.breakwater.connectors.lambda.inventory.RoundCalls.LimitReader;
import dev.breakwater.connectors.lambda.mark.Marked;
import dev.breakwater.connectors.lambda.mark.MarkedLimits;
import dev.breakwater.model.function.Lever;
import dev.breakwater.model.function.LimitReading.LimitValue;
import dev.breakwater.model.function.OwnTags;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * One round over all limits with Breakwater's tags in one account and region. In small steps, the round finds these
 * limits by tag and then reads them one by one, functions first. The round also reads limits that had the tags in the
 * last round, because the index of tags may be late or refused.
 */
final class MarkedRound {

    private final PlaceDirectory directory;
    private final RoundCalls calls;
    private final LimitReader reader;
    private final Consumer<PlaceFact> facts;
    private final Deque<String> keys = new ArrayDeque<>(OwnTags.KEYS);
    private final Set<PlaceSplit.KnownMark> found = new LinkedHashSet<>();
    private final Map<String, Long> handsOff = new HashMap<>();
    private Deque<PlaceSplit.KnownMark> queue;
    private String next = "";

    /** @param known the limits that had Breakwater's tags before */
    MarkedRound(
            PlaceDirectory directory,
            Collection<PlaceSplit.KnownMark> known,
            ActClock clock,
            Consumer<PlaceFact> facts) {
        this.directory = directory;
        this.facts = facts;
        calls = new RoundCalls(clock, facts);
        reader = new LimitReader(directory, calls);
        known.forEach(mark -> found.add(mark.unread()));
    }

    /** Makes a few calls. Returns false when the round is over. */
    boolean step() {
        if (!keys.isEmpty()) {
            find(keys.peek());
            return true;
        }
        if (queue == null) queue = functionsFirst();
        PlaceSplit.KnownMark mark = queue.poll();
        if (mark == null) {
            facts.accept(new PlaceFact.MarksEnded());
            return false;
        }
        if (mark.function()) function(mark);
        else mapping(mark);
        return true;
    }

    private void find(String key) {
        Answer<MarkedLimits.Page> page = calls.call(AwsCall.GET_RESOURCES, () -> directory.tagged(key, next));
        if (page.ok()) {
            for (Marked m : page.value().items())
                found.add(new PlaceSplit.KnownMark(m.function(), m.target(), Digest.UNKNOWN));
        }
        next = page.ok() ? page.value().next() : "";
        if (next.isEmpty()) keys.poll();
    }

    private Deque<PlaceSplit.KnownMark> functionsFirst() {
        List<PlaceSplit.KnownMark> all = new ArrayList<>(found);
        all.sort(Comparator.comparing(mark -> !mark.function()));
        return new ArrayDeque<>(all);
    }

    private void function(PlaceSplit.KnownMark mark) {
        Answer<LimitReader.Settled<Integer>> read = reader.function(mark.target());
        // reported here, because the function may be created again before the fleet is listed, and nobody would then
        // report it as gone
        if (read.failedAs(Outcome.MISSING)) say(mark, mark.target(), Lever.RESERVATION, LimitValue.NONE, Map.of());
        if (!read.ok()) return;
        Map<String, String> ours = OwnTags.of(read.value().tags());
        handsOff.put(mark.target(), OwnTags.handsOffUntil(ours));
        say(mark, mark.target(), Lever.RESERVATION, read.value().value(), ours);
    }

    private void mapping(PlaceSplit.KnownMark mark) {
        Answer<LimitReader.Settled<TriggerMapping>> read = reader.mapping(mark.target());
        if (read.failedAs(Outcome.MISSING)) facts.accept(new PlaceFact.Unmarked(mark));
        if (!read.ok()) return;
        TriggerMapping mapping = read.value().value();
        if (mapping.lever() == null) return;
        say(
                mark,
                mapping.function(),
                new Lever(mapping.lever(), mark.target()),
                mapping.value(),
                OwnTags.of(read.value().tags()));
    }

    private void say(PlaceSplit.KnownMark mark, String function, Lever lever, int value, Map<String, String> ours) {
        long until = handsOff.getOrDefault(function, 0L);
        facts.accept(new PlaceFact.Read(mark, function, lever, value, ours, until));
    }
}
