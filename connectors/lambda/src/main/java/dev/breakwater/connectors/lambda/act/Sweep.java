package dev.breakwater.connectors.lambda.act;

import dev.breakwater.connectors.aws.Answer;
import dev.breakwater.connectors.lambda.ActClock;
import dev.breakwater.connectors.lambda.CallBudget;
import dev.breakwater.connectors.lambda.FunctionRef;
import dev.breakwater.connectors.lambda.LeverRef;
import dev.breakwater.connectors.lambda.ledger.Effect;
import dev.breakwater.connectors.lambda.ledger.EffectOutcome;
import dev.breakwater.connectors.lambda.ledger.EffectsMemory;
import dev.breakwater.connectors.lambda.lever.Lever;
import dev.breakwater.connectors.lambda.lever.LeverState;
import dev.breakwater.connectors.lambda.lever.Levers;
import dev.breakwater.connectors.lambda.mark.HandsOff;
import dev.breakwater.connectors.lambda.mark.MarkReading;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Ends leases by what marks and, where there is one, the ledger say, without Flink: a throttle cannot outlive its lease
 * even when everything else of ours is gone. Each lease is ended as it is found.
 *
 * <p>Half states (marked, not set; or restored, still marked) are ended like any other lease, once their time is over:
 * a younger one may be an act that is under way, and taking its mark would leave a limit that nobody remembers.
 */
public final class Sweep {

    /** A hands-off that is over stays for so long, that a running job hears of its end. */
    static final Duration HEARD = Duration.ofHours(1);

    private static final long BUDGET_MILLIS = 30_000;

    private final PlaceMarks marks;
    private final Levers levers;
    private final EffectsMemory ledger;
    private final LeaseEnder ender;
    private final ActClock clock;

    /**
     * @param levers of the same account and region as the marks
     * @param ledger what the job's ledger remembers; empty where there is none
     */
    public Sweep(PlaceMarks marks, Levers levers, EffectsMemory ledger, ActClock clock) {
        this.marks = marks;
        this.levers = levers;
        this.ledger = ledger;
        this.ender = new LeaseEnder(levers, ledger, clock);
        this.clock = clock;
    }

    /** All leases, ended or not, and all functions that are left alone. */
    public Status status() {
        List<FoundLease> leases = new ArrayList<>();
        List<LeftAlone> alone = new ArrayList<>();
        List<String> unread = new ArrayList<>();
        Set<LeverRef> seen = new HashSet<>();
        Set<LeverRef> withMark = new HashSet<>();
        List<String> gaps = new ArrayList<>(marks.each(found -> {
            long until = found.marked().handsOffUntil();
            boolean first = seen.add(found.limit());
            if (first && until > clock.millis()) {
                alone.add(new LeftAlone(found.limit().function(), until));
            }
            if (first && found.marked().mark().kind() != MarkReading.Kind.ABSENT) {
                withMark.add(found.limit());
                read(found.limit(), unread, state -> FoundLease.of(found.limit(), state, clock.millis()), leases);
            }
        }));
        for (Effect held : heldHere(withMark)) {
            read(held.limitRef(), unread, state -> FoundLease.unmarked(held, state, clock.millis()), leases);
        }
        gaps.addAll(unread);
        return new Status(leases, alone, gaps);
    }

    /**
     * Ends the leases whose time is over, and takes hands-off tags off that are long over.
     *
     * @param told each end as it comes, of unreadable marks too
     */
    public Result expired(Consumer<LeaseEnd> told) {
        return sweep(
                found -> {
                    MarkReading mark = found.marked().mark();
                    boolean due = mark.mark() == null || mark.mark().expiredAt(clock.millis());
                    return due ? ender.releaseExpired(found.limit()) : null;
                },
                held -> held.untilMillis() <= clock.millis() ? ender.releaseExpired(held.limitRef()) : null,
                told);
    }

    /** Ends every lease, whoever holds it, and leaves their functions alone for a day. */
    public Result all(Consumer<LeaseEnd> told) {
        return sweep(found -> letGo(found.limit()), held -> letGo(held.limitRef()), told);
    }

    private LeaseEnd letGo(LeverRef limit) {
        letAlone(limit.function());
        return ender.release(limit);
    }

    /** Ends what is held of one function: its reservation, and what its queues and streams are held by; then hands off. */
    public Released release(String name) {
        FunctionRef function = marks.function(name);
        // first, so that nothing takes it up again in between
        Answer<Long> alone = letAlone(function);
        List<LeaseEnd> ends = new ArrayList<>();
        List<String> gaps = new ArrayList<>();
        ends.add(ender.release(LeverRef.reservation(function)));
        for (LeverRef mapping : marks.mappings(function, gaps)) {
            LeaseEnd end = ender.release(mapping);
            if (end.outcome() != EffectOutcome.ALREADY) {
                ends.add(end);
            }
        }
        return new Released(new Result(ends, gaps), alone);
    }

    /** Takes back that a function is left alone; a running job hears of it and may throttle it again. */
    public Answer<Boolean> allowAgain(String name) {
        long now = clock.millis();
        Lever lever = levers.of(LeverRef.reservation(marks.function(name)));
        return budget().call(() -> lever.letAlone(name, now));
    }

    private Result sweep(
            Function<PlaceMarks.Found, LeaseEnd> marked, Function<Effect, LeaseEnd> known, Consumer<LeaseEnd> told) {
        List<LeaseEnd> ends = new ArrayList<>();
        Set<LeverRef> seen = new HashSet<>();
        Set<LeverRef> withMark = new HashSet<>();
        Consumer<LeaseEnd> take = end -> {
            // the index of tags is behind by seconds: what was ended meanwhile is none of this sweep's
            if (end != null && end.outcome() != EffectOutcome.ALREADY) {
                ends.add(end);
                told.accept(end);
            }
        };
        List<String> gaps = marks.each(found -> {
            if (!seen.add(found.limit())) {
                return;
            }
            if (found.marked().mark().kind() != MarkReading.Kind.ABSENT) {
                withMark.add(found.limit());
                take.accept(marked.apply(found));
            }
            long until = found.marked().handsOffUntil();
            if (until != HandsOff.NONE && until <= clock.millis() - HEARD.toMillis()) {
                String function = found.limit().function().function();
                budget().call(() -> levers.of(found.limit()).removeHandsOff(function));
            }
        });
        heldHere(withMark).forEach(held -> take.accept(known.apply(held)));
        return new Result(seen.size(), ends, gaps);
    }

    /** What the ledger has of this place and no mark was found of, though it may be left alone from now on. */
    private List<Effect> heldHere(Set<LeverRef> marked) {
        return Stream.concat(ledger.held().stream(), ledger.unanswered().stream())
                .filter(held -> marks.has(held.ref()) && !marked.contains(held.limitRef()))
                .toList();
    }

    private Answer<Long> letAlone(FunctionRef function) {
        long until = clock.millis() + HandsOff.FOR.toMillis();
        Lever lever = levers.of(LeverRef.reservation(function));
        return budget().call(() -> lever.letAlone(function.function(), until)).map(done -> until);
    }

    private void read(
            LeverRef limit, List<String> gaps, Function<LeverState, FoundLease> reading, List<FoundLease> into) {
        Answer<LeverState> state = new LeverWork(levers.of(limit), budget()).read(limit.target());
        FoundLease lease = state.ok() ? reading.apply(state.value()) : null;
        if (lease != null) {
            into.add(lease);
        } else if (!state.ok()) {
            gaps.add(limit.arn() + ": " + state.failure().text());
        }
    }

    private CallBudget budget() {
        return new CallBudget(clock, BUDGET_MILLIS);
    }

    /**
     * A function that a person let go.
     *
     * @param untilMillis epoch milliseconds
     */
    public record LeftAlone(FunctionRef function, long untilMillis) {}

    /**
     * @param gaps what could not be read; there may be leases behind it
     */
    public record Status(List<FoundLease> leases, List<LeftAlone> leftAlone, List<String> gaps) {}

    /**
     * What became of one function.
     *
     * @param leftAlone until when, epoch milliseconds, or why that could not be written
     */
    public record Released(Result result, Answer<Long> leftAlone) {}

    /**
     * @param seen how many limits bear tags of ours
     * @param ends what came of each lease that was due, and of each unreadable mark
     * @param gaps what could not be read; there may be leases behind it
     */
    public record Result(int seen, List<LeaseEnd> ends, List<String> gaps) {

        Result(List<LeaseEnd> ends, List<String> gaps) {
            this(ends.size(), ends, gaps);
        }

        /** Whether all was seen and nothing is left to do. */
        public boolean done() {
            return gaps.isEmpty() && ends.stream().allMatch(LeaseEnd::done);
        }
    }
}
