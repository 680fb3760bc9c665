package dev.breakwater.connectors.lambda.inventory;

import dev.breakwater.connectors.aws.Answer;
import dev.breakwater.connectors.aws.AwsCall;
import dev.breakwater.connectors.aws.AwsFailure;
import dev.breakwater.connectors.aws.AwsSettings;
import dev.breakwater.connectors.aws.Outcome;
import dev.breakwater.connectors.lambda.inventory.InventorySource.InventoryPlace;
import dev.breakwater.connectors.lambda.inventory.PlaceDirectory.AccountLimits;
import dev.breakwater.connectors.lambda.mark.Marked;
import dev.breakwater.connectors.lambda.mark.MarkedLimits;
import dev.breakwater.model.Scope;
import dev.breakwater.model.function.FunctionFacts;
import dev.breakwater.model.function.FunctionFacts.Capacity;
import dev.breakwater.model.function.FunctionFacts.ReservationFacts;
import dev.breakwater.model.function.FunctionFacts.TriggerFacts;
import dev.breakwater.model.function.LimitReading.LimitValue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;

/** An account and region in memory, with pages of two entries and requested faults. */
final class FakePlace implements PlaceDirectory {

    static final InventoryPlace PLACE =
            new InventoryPlace("123456789012", AwsSettings.of("eu-west-1", "http://127.0.0.1:1", ""));

    /** A function of the fake account, with all attributes that can change. */
    record Made(PlaceDirectory.ListedFunction listed, Map<String, String> tags, int reservation) {}

    private final Map<String, Made> functions = new TreeMap<>();
    private final Map<String, TriggerMapping> mappings = new TreeMap<>();
    private final Map<String, Map<String, String>> mappingTags = new HashMap<>();
    private final Map<AwsCall, Outcome> faults = new HashMap<>();
    private final Map<AwsCall, Runnable> hands = new HashMap<>();
    private final Set<String> unlisted = new HashSet<>();
    private final List<String> calls = new ArrayList<>();
    private final Map<String, Integer> provisioned = new HashMap<>();
    private AccountLimits limits = new AccountLimits(1_000, 1_000);
    private int page = 2;
    private int revision;
    private Runnable afterListing = () -> {};

    FakePlace create(String name) {
        return put(name, 512, Map.of(), LimitValue.NONE);
    }

    FakePlace put(String name, int memory, Map<String, String> tags, int reservation) {
        PlaceDirectory.ListedFunction listed =
                new PlaceDirectory.ListedFunction(listed(name, memory), "r" + revision++);
        functions.put(name, new Made(listed, tags, reservation));
        return this;
    }

    static FunctionFacts listed(String name, int memory) {
        Scope function = Scope.function(PLACE.account(), PLACE.region(), name);
        return FunctionFacts.listed(function, memory, "arm64", 30, 1_000L + memory, Capacity.FREE_MB);
    }

    /** Sets the number of provisioned instances. */
    FakePlace provision(String name, int instances) {
        provisioned.put(name, instances);
        return this;
    }

    FakePlace memory(String name, int memory) {
        Made was = functions.get(name);
        return put(name, memory, was.tags(), was.reservation());
    }

    /** Changes tags or the reservation, without a new revision, as on AWS. */
    FakePlace tag(String name, Map<String, String> tags) {
        functions.computeIfPresent(name, (n, was) -> new Made(was.listed(), tags, was.reservation()));
        return this;
    }

    FakePlace reserve(String name, int reservation) {
        functions.computeIfPresent(name, (n, was) -> new Made(was.listed(), was.tags(), reservation));
        return this;
    }

    FakePlace delete(String name) {
        functions.remove(name);
        return this;
    }

    FakePlace map(String uuid, String function, int maximum) {
        mappings.put(
                uuid, new TriggerMapping(uuid, function, "arn:aws:sqs:eu-west-1:123456789012:q", "Enabled", maximum));
        return this;
    }

    /** Replaces a mapping's tags. */
    FakePlace tagMapping(String uuid, Map<String, String> tags) {
        mappingTags.put(uuid, tags);
        return this;
    }

    /** Sets an event for the time when all mappings are listed. */
    void afterListing(Runnable hand) {
        afterListing = hand;
    }

    FakePlace unmap(String uuid) {
        mappings.remove(uuid);
        return this;
    }

    FakePlace limit(int concurrent, int unreserved) {
        limits = new AccountLimits(concurrent, unreserved);
        return this;
    }

    FakePlace pages(int size) {
        page = size;
        return this;
    }

    /** Sets the failure of all later calls of this kind; null: none fails. */
    FakePlace fail(AwsCall call, Outcome outcome) {
        if (outcome == null) faults.remove(call);
        else faults.put(call, outcome);
        return this;
    }

    boolean failing() {
        return !faults.isEmpty();
    }

    boolean exists(String name) {
        return functions.containsKey(name);
    }

    List<String> names() {
        return List.copyOf(functions.keySet());
    }

    AccountLimits limit() {
        return limits;
    }

    /** Returns the facts about a function, as if its reservation had never been read. */
    FunctionFacts facts(String name) {
        Made f = functions.get(name);
        FunctionFacts listed = f.listed().facts();
        Capacity capacity =
                new Capacity(listed.capacity().ephemeralMb(), provisioned.getOrDefault(name, Capacity.NEVER));
        return listed.with(f.tags(), ReservationFacts.of(f.reservation()), TriggerFacts.UNKNOWN, capacity);
    }

    /** Returns the facts without the time at which the reservation was read. */
    static FunctionFacts timeless(FunctionFacts f) {
        return f.with(ReservationFacts.of(f.reservation().previous()), TriggerFacts.UNKNOWN);
    }

    List<TriggerMapping> triggers(String name) {
        return mappings.values().stream()
                .filter(m -> m.function().equals(name))
                .map(m -> m.with(mappingTags.getOrDefault(m.uuid(), Map.of())))
                .toList();
    }

    /** Returns the calls so far, like {@code "LIST_TAGS checkout"}. */
    List<String> calls() {
        return List.copyOf(calls);
    }

    void forgetCalls() {
        calls.clear();
    }

    @Override
    public Answer<Page<PlaceDirectory.ListedFunction>> functions(String marker) {
        List<PlaceDirectory.ListedFunction> all = functions.values().stream()
                .map(Made::listed)
                .filter(f -> !unlisted.contains(f.name()))
                .toList();
        return answer(AwsCall.LIST_FUNCTIONS, marker, () -> paged(all, PlaceDirectory.ListedFunction::name, marker));
    }

    @Override
    public Answer<Page<TriggerMapping>> mappings(String marker) {
        List<TriggerMapping> all = List.copyOf(mappings.values());
        Answer<Page<TriggerMapping>> page =
                answer(AwsCall.LIST_EVENT_SOURCE_MAPPINGS, marker, () -> paged(all, TriggerMapping::uuid, marker));
        if (page.ok() && page.value().next().isEmpty()) afterListing.run();
        return page;
    }

    @Override
    public Answer<Map<String, String>> tags(String function) {
        return of(AwsCall.LIST_TAGS, function, Made::tags);
    }

    @Override
    public Answer<Map<String, String>> mappingTags(String uuid) {
        return answer(
                AwsCall.LIST_MAPPING_TAGS,
                uuid,
                () -> mappings.containsKey(uuid) ? mappingTags.getOrDefault(uuid, Map.of()) : null);
    }

    @Override
    public Answer<TriggerMapping> mapping(String uuid) {
        return answer(AwsCall.GET_EVENT_SOURCE_MAPPING, uuid, () -> mappings.get(uuid));
    }

    @Override
    public Answer<Integer> reservation(String function) {
        return of(AwsCall.GET_FUNCTION_CONCURRENCY, function, Made::reservation);
    }

    @Override
    public Answer<Integer> provisioned(String function) {
        return of(AwsCall.LIST_PROVISIONED_CONCURRENCY_CONFIGS, function, f -> provisioned.getOrDefault(function, 0));
    }

    @Override
    public Answer<AccountLimits> limits() {
        return answer(AwsCall.GET_ACCOUNT_SETTINGS, "", () -> limits);
    }

    @Override
    public Answer<MarkedLimits.Page> tagged(String key, String from) {
        List<Marked> all = new ArrayList<>();
        functions.forEach((name, f) -> all.add(new Marked(true, name, f.tags())));
        mappingTags.forEach((uuid, tags) -> all.add(new Marked(false, uuid, tags)));
        List<Marked> with = all.stream()
                .filter(m -> key.isEmpty() ? !m.tags().isEmpty() : m.tags().containsKey(key))
                .sorted(Comparator.comparing(FakePlace::order))
                .toList();
        Answer<Page<Marked>> page = answer(AwsCall.GET_RESOURCES, key, () -> paged(with, FakePlace::order, from));
        return page.map(p -> new MarkedLimits.Page(p.items(), p.next()));
    }

    private static String order(Marked marked) {
        return marked.function() + " " + marked.target();
    }

    /** Sets an event that happens once, after the next such call. */
    FakePlace after(AwsCall call, Runnable hand) {
        hands.put(call, hand);
        return this;
    }

    /** Hides an existing function from the listing. */
    FakePlace unlist(String name) {
        unlisted.add(name);
        return this;
    }

    @Override
    public void close() {
        // the fake account outlives the directory
    }

    private <T> Answer<T> of(AwsCall call, String function, Function<Made, T> part) {
        Answer<Made> found = answer(call, function, () -> functions.get(function));
        return found.map(part);
    }

    private <T> Answer<T> answer(AwsCall call, String what, Supplier<T> value) {
        calls.add(call + " " + what);
        Outcome fault = faults.get(call);
        if (fault != null) return Answer.failed(AwsFailure.of(fault, "Ordered", "as the test wants"));
        T found = value.get();
        Runnable hand = hands.remove(call);
        if (hand != null) hand.run();
        return found == null ? Answer.failed(AwsFailure.of(Outcome.MISSING, "NotFound", "gone")) : Answer.of(found);
    }

    /**
     * Returns a page. The marker is the last key of the page before, so that a page is right even if entries came or
     * went meanwhile.
     */
    private <T> Page<T> paged(List<T> all, Function<T, String> key, String marker) {
        List<T> left =
                all.stream().filter(t -> key.apply(t).compareTo(marker) > 0).toList();
        List<T> items = left.stream().limit(page).toList();
        return new Page<>(items, left.size() > page ? key.apply(items.get(page - 1)) : "");
    }
}
