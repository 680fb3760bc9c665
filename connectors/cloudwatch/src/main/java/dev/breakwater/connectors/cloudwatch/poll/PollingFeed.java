package dev.breakwater.connectors.cloudwatch.poll;

import dev.breakwater.connectors.aws.AwsFailure;
import dev.breakwater.connectors.cloudwatch.ArrivalClock;
import dev.breakwater.connectors.cloudwatch.FeedRecord;
import dev.breakwater.connectors.cloudwatch.poll.PollSettings.PollTarget;
import dev.breakwater.connectors.cloudwatch.poll.PollingSource.PollSplit;
import dev.breakwater.connectors.cloudwatch.poll.Rounds.PollRange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Merges all splits into one feed, in rounds. In a round, the feed requests the same new minutes for every split, waits
 * for all answers, and emits the samples in the order of their minutes. At the first start and after a delay, a round
 * covers more minutes. The class has no threads of its own. The class plans requests ({@link #plan}), takes their
 * results ({@link #offer}), and emits samples ({@link #step}).
 */
final class PollingFeed {
    /**
     * If a split is this many minutes behind the others, the feed stops waiting for the split's answer. Otherwise, the
     * minutes of all splits would soon be too late.
     */
    private static final int BEHIND = 15;

    private static final Logger LOG = LoggerFactory.getLogger(PollingFeed.class);

    private final PollSettings settings;
    private final List<SplitSlot> slots = new ArrayList<>();
    private final Map<String, SplitSlot> byId = new HashMap<>();
    private final PollMetrics figures = new PollMetrics();
    private final MoneyBudget money;
    private final ArrivalClock clock;
    private final Rounds rounds;
    private long start;
    private long next;
    private PollRange range;
    private List<SplitSlot> present = List.of();
    private RoundEmission emission;
    private long openedAt;
    private long firstDoneAt;
    private long now;

    /** @param splits the positions from which to continue, one for each target; further splits are dropped */
    PollingFeed(PollSettings settings, List<PollSplit> splits) {
        this.settings = settings;
        PollSplit.Feed state = PollSplit.Feed.FRESH;
        Map<String, PollSplit> from = new HashMap<>();
        for (PollSplit split : splits) {
            from.put(split.splitId(), split);
            state = state.further(split.feed());
        }
        Map<String, SplitSlot.CallRate> rates = new HashMap<>();
        for (PollTarget target : settings.targets()) {
            PollSplit split = from.getOrDefault(target.id(), PollSplit.fresh(target));
            SplitSlot.CallRate rate = rates.computeIfAbsent(
                    target.id(), c -> new SplitSlot.CallRate(settings.budget().callsPerSecond()));
            SplitSlot slot = new SplitSlot(
                    new WatchedSplit(target, split, settings.timing().overlapMinutes()), settings, rate, figures);
            slots.add(slot);
            byId.put(target.id(), slot);
        }
        start = state.start();
        next = state.next();
        clock = new ArrivalClock(state.arrivalMinute(), state.silentBits());
        money = new MoneyBudget(settings.budget(), state.month(), state.spentNano());
        rounds = new Rounds(settings, money);
        if (next > 0) {
            // the state lacks the requests that were made after the checkpoint, but AWS has counted these requests
            slots.forEach(slot -> money.charge((long) Cadence.PER_FUNCTION * slot.split.functions.size()));
        }
    }

    /** Returns the requests to send to CloudWatch now; each request must be answered by a call of {@link #offer}. */
    List<Fetch.Request> plan(long nowMillis) {
        now = nowMillis;
        money.at(nowMillis);
        if (emission == null) {
            if (range == null) {
                open();
            }
            if (range != null) {
                settle();
            }
        }
        returnAbsent();
        List<Fetch.Request> requests = new ArrayList<>();
        for (SplitSlot slot : slots) {
            slot.start(nowMillis, next == 0, money, requests::add);
        }
        figures.show(slots, money, clock.minute(), now);
        return requests;
    }

    /** Accepts the result of a request. */
    void offer(Fetch.Result result, long nowMillis) {
        now = nowMillis;
        money.at(nowMillis);
        SplitSlot slot = byId.get(result.request().target().id());
        if (result.request().lists()) {
            long newest = rounds.newest(now);
            boolean first = next == 0;
            slot.takeListing(result, now, first, first ? rounds.start(newest) - 1 : newest);
        } else {
            slot.takeData(result, now, money);
            if (slot.round != null) {
                slot.round.advance(money, slot.wakes, settings.budget().wakeCalls());
            }
        }
    }

    /** Emits a sample or a mark. Returns false if nothing can be emitted now. */
    boolean step(FeedRecord.Output out) {
        if (emission == null) {
            return false;
        }
        boolean some = emission.step(out);
        next = emission.next();
        if (!some) {
            emission.finish();
            emission = null;
            range = null;
            slots.forEach(slot -> slot.split.forget(next));
        }
        return some;
    }

    /** Returns whether the feed is emitting a round. */
    boolean emitting() {
        return emission != null;
    }

    /** Returns the positions from which to continue. */
    List<PollSplit> state() {
        PollSplit.Feed state =
                new PollSplit.Feed(start, next, clock.minute(), clock.silentBits(), money.month(), money.spentNano());
        return slots.stream().map(slot -> slot.split.state(state)).toList();
    }

    PollMetrics figures() {
        return figures;
    }

    private void open() {
        List<SplitSlot> candidates = slots.stream().filter(slot -> !slot.absent).toList();
        if (candidates.isEmpty()) {
            // the feed has stopped until the first account answers
            candidates = slots.stream().filter(slot -> now >= slot.retryAt).toList();
        }
        openedAt = openedAt == 0 ? now : openedAt;
        List<SplitSlot> listed =
                candidates.stream().filter(slot -> slot.split.listed).toList();
        boolean waited = now - openedAt >= settings.timing().patienceSeconds() * 1000L;
        if (listed.isEmpty() || listed.size() < candidates.size() && !waited) {
            return;
        }
        List<WatchedSplit> splits = listed.stream().map(slot -> slot.split).toList();
        Rounds.Opening opening = rounds.open(next, splits, now);
        if (opening == null) {
            return;
        }
        range = opening.range();
        start = start == 0 ? range.next() : start;
        present = listed;
        openedAt = 0;
        firstDoneAt = 0;
        for (SplitSlot slot : candidates) {
            if (!listed.contains(slot)) {
                slot.passOver(now + AwsFailure.backoffMillis(1, null));
            }
        }
        for (SplitSlot slot : listed) {
            List<String> due = opening.due().get(slot.split);
            slot.absent = false;
            slot.round = rounds.round(slot.split, range, due, oldest());
            figures.missed(rounds.missed(slot.round));
        }
    }

    /** Begins to emit a round when all splits have answered, or when the feed no longer waits for failing splits. */
    private void settle() {
        // the feed waits longer for past minutes, because they are read only once
        long patience = settings.timing().patienceSeconds() * (range.catchesUp() ? 5000L : 1000L);
        List<SplitSlot> staying = present.stream()
                .filter(slot -> !slot.absent && slot.round != null)
                .toList();
        if (staying.isEmpty()) {
            range = null;
            return;
        }
        boolean one = staying.stream().anyMatch(slot -> slot.round.done());
        firstDoneAt = one && firstDoneAt == 0 ? now : firstDoneAt;
        List<SplitRound> found = new ArrayList<>();
        List<SplitSlot> late = new ArrayList<>();
        for (SplitSlot slot : staying) {
            long failing = slot.round.questions().failingSince();
            if (!slot.round.done()) {
                if (!one || failing == 0 || now - failing < patience || now - firstDoneAt < patience) {
                    return;
                }
                late.add(slot);
            }
            found.add(slot.round);
        }
        late.forEach(slot -> {
            LOG.warn("the feed continues without {} from minute {}", slot.split.target.id(), next);
            slot.passOver(now + AwsFailure.backoffMillis(6, null));
        });
        emit(found);
    }

    private void emit(List<SplitRound> found) {
        List<WatchedSplit> without = new ArrayList<>();
        for (SplitSlot slot : slots) {
            boolean isBack = slot.absent && slot.round != null && slot.round.done();
            if (isBack) {
                slot.absent = false;
                found.add(slot.round);
                LOG.warn("{} is back", slot.split.target.id());
            }
            if (slot.absent) {
                without.add(slot.split);
                figures.minutesWithout += range.to() - range.next() + 1;
            } else {
                slot.round = null;
            }
        }
        found.forEach(rounds::learn);
        emission = new RoundEmission(range, clock, settings.timing().overlapMinutes(), found, without);
    }

    /**
     * If the feed continued without a split, it reads that split again for the minutes that are still in the late
     * window.
     */
    private void returnAbsent() {
        boolean led = slots.stream().anyMatch(slot -> !slot.absent);
        for (SplitSlot slot : slots) {
            boolean again = slot.absent && slot.round == null && slot.split.listed && now >= slot.retryAt;
            if (led && again && next > 0) {
                PollRange back = rounds.back(next, now);
                slot.round = rounds.round(slot.split, back, List.copyOf(slot.split.functions.keySet()), oldest());
            } else if (slot.absent && slot.round != null && tooLong(slot.round)) {
                slot.passOver(now + AwsFailure.backoffMillis(6, null));
            }
        }
    }

    /** Returns the oldest usable minute. Older minutes are late, or are from before the feed began. */
    private long oldest() {
        return Math.max(start, clock.minute() - settings.timing().overlapMinutes());
    }

    /** Returns whether the requested minutes will soon be late. */
    private boolean tooLong(SplitRound round) {
        return !round.done() && next - round.range().to() > BEHIND;
    }
}
