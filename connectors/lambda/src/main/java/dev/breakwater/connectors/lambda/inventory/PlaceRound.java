package dev.breakwater.connectors.lambda.inventory;

import dev.breakwater.connectors.aws.Answer;
import dev.breakwater.connectors.aws.AwsCall;
import dev.breakwater.connectors.aws.Outcome;
import dev.breakwater.connectors.lambda.AccountLimits;
import dev.breakwater.connectors.lambda.ActClock;
import dev.breakwater.connectors.lambda.CallBudget;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * One look at one place, in small steps: the account's limits, the mappings page by page, the functions page by page,
 * then tags, reservation and the marks of its queues and streams function by function.
 *
 * <p>New functions, those that changed since the last look and those that bear our mark come first, at full pace; the
 * others, the longest unseen first, are spread over what is left of the period, and those for which it is too short
 * come first next time.
 */
final class PlaceRound {

    /** The round is over. */
    static final long OVER = -1;

    /** More functions than this are not listed: AWS has no account that comes near. */
    static final int MOST_FUNCTIONS = 50_000;

    private static final int DENIALS_BEFORE_STOP = 3;
    private static final long CALL_BUDGET_MILLIS = 10_000;

    private final PlaceDirectory directory;
    private final Map<String, KnownFunction> known;
    private final InventoryPace pace;
    private final ActClock clock;
    private final Consumer<PlaceFact> facts;

    private final long startMillis;
    private final Map<AwsCall, Integer> denials = new EnumMap<>(AwsCall.class);
    private final Set<AwsCall> worked = EnumSet.noneOf(AwsCall.class);
    private final Set<AwsCall> failed = EnumSet.noneOf(AwsCall.class);
    private final List<ListedFunction> listed = new ArrayList<>();
    private final List<TriggerMapping> mappings = new ArrayList<>();
    private Map<String, List<TriggerMapping>> triggers;
    private LongSupplier next = this::limits;
    private String marker = "";
    private boolean complete;
    private RoundQueue queue;

    PlaceRound(
            PlaceDirectory directory,
            Map<String, KnownFunction> known,
            InventoryPace pace,
            ActClock clock,
            Consumer<PlaceFact> facts) {
        this.directory = directory;
        this.known = known;
        this.pace = pace;
        this.clock = clock;
        this.facts = facts;
        startMillis = clock.millis();
    }

    /** Makes a few calls at most; milliseconds until the next step may come, or {@link #OVER}. */
    long step() {
        return next.getAsLong();
    }

    /** When the next round is due, epoch milliseconds. */
    long nextMillis() {
        return startMillis + pace.everyMillis();
    }

    private long limits() {
        Answer<AccountLimits> limits = call(AwsCall.GET_ACCOUNT_SETTINGS, directory::limits);
        if (limits.ok()) facts.accept(new PlaceFact.Limits(limits.value()));
        next = this::mappings;
        return 0;
    }

    private long mappings() {
        Answer<PlaceDirectory.Page<TriggerMapping>> page =
                call(AwsCall.LIST_EVENT_SOURCE_MAPPINGS, () -> directory.mappings(marker));
        if (page.ok()) mappings.addAll(page.value().items());
        marker = page.ok() ? page.value().next() : "";
        if (!marker.isEmpty()) return 0;
        if (page.ok()) triggers = mappings.stream().collect(Collectors.groupingBy(TriggerMapping::function));
        next = this::functions;
        return 0;
    }

    private long functions() {
        Answer<PlaceDirectory.Page<ListedFunction>> page =
                call(AwsCall.LIST_FUNCTIONS, () -> directory.functions(marker));
        if (!page.ok()) {
            next = this::end;
            return 0;
        }
        listed.addAll(page.value().items());
        marker = page.value().next();
        boolean full = listed.size() >= MOST_FUNCTIONS;
        if (!marker.isEmpty() && !full) return 0;
        complete = marker.isEmpty();
        if (complete) {
            facts.accept(new PlaceFact.Listed(
                    listed.stream().map(ListedFunction::name).collect(Collectors.toUnmodifiableSet())));
        }
        queue = new RoundQueue(listed, known, this::triggersOf);
        next = this::details;
        return 0;
    }

    private long details() {
        long now = clock.millis();
        ListedFunction function = queue.poll(now < nextMillis());
        if (function == null) {
            next = this::end;
            return 0;
        }
        int calls = describe(function);
        if (calls == 0) return 0;
        long shortest = pace.millisFor(calls);
        return Math.max(shortest, queue.urgent() ? 0 : queue.spread(nextMillis() - now));
    }

    /** How many calls were made. */
    private int describe(ListedFunction function) {
        boolean askTags = asked(AwsCall.LIST_TAGS);
        boolean askReservation = asked(AwsCall.GET_FUNCTION_CONCURRENCY);
        Answer<Map<String, String>> tags =
                askTags ? call(AwsCall.LIST_TAGS, () -> directory.tags(function.name())) : null;
        if (tags != null && tags.failedAs(Outcome.MISSING)) return 1;
        Answer<Integer> reservation = askReservation
                ? call(AwsCall.GET_FUNCTION_CONCURRENCY, () -> directory.reservation(function.name()))
                : null;
        if (reservation != null && reservation.failedAs(Outcome.MISSING)) return 2;
        MappingMarks marks = new MappingMarks(directory, this::call, this::asked);
        facts.accept(new PlaceFact.Seen(
                function,
                tags != null && tags.ok() ? tags.value() : null,
                reservation != null && reservation.ok() ? reservation.value() : PlaceFact.RESERVATION_UNKNOWN,
                marks.of(triggersOf(function.name()))));
        return (askTags ? 1 : 0) + (askReservation ? 1 : 0) + marks.calls();
    }

    private long end() {
        if (complete && listed.isEmpty()) {
            // where there is no function, nothing of any is unknown
            worked.addAll(List.of(AwsCall.LIST_TAGS, AwsCall.GET_FUNCTION_CONCURRENCY));
        }
        if (complete && triggers != null) {
            // not failed is as good as worked: not every round has a queue, or a mark on one
            worked.addAll(List.of(AwsCall.LIST_MAPPING_TAGS, AwsCall.GET_EVENT_SOURCE_MAPPING));
        }
        worked.removeAll(failed);
        facts.accept(new PlaceFact.Ended(complete, EnumSet.copyOf(worked)));
        return OVER;
    }

    private List<TriggerMapping> triggersOf(String function) {
        return triggers == null ? null : triggers.getOrDefault(function, List.of());
    }

    /** Where it is denied for one after another, nobody asks any more in this round: no storm at an account that says no. */
    private boolean asked(AwsCall call) {
        return denials.getOrDefault(call, 0) < DENIALS_BEFORE_STOP;
    }

    private <T> Answer<T> call(AwsCall call, Supplier<Answer<T>> step) {
        Answer<T> answer = new CallBudget(clock, CALL_BUDGET_MILLIS).call(step);
        if (answer.ok() || answer.failedAs(Outcome.MISSING) && call.target() != AwsCall.Target.ANY) {
            // deleted since it was listed: that is an answer
            worked.add(call);
            denials.remove(call);
            return answer;
        }
        failed.add(call);
        facts.accept(new PlaceFact.Failed(call, answer.failure()));
        if (answer.failedAs(Outcome.DENIED)) denials.merge(call, 1, Integer::sum);
        return answer;
    }
}
