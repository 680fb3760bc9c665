package dev.breakwater.connectors.lambda.inventory;

import dev.breakwater.connectors.aws.Answer;
import dev.breakwater.connectors.aws.AwsFailure;
import dev.breakwater.connectors.aws.Outcome;
import dev.breakwater.connectors.lambda.inventory.InventorySource.InventoryPlace;
import dev.breakwater.connectors.lambda.lever.AwsLeverFactory;
import dev.breakwater.connectors.lambda.lever.LimitApi;
import dev.breakwater.connectors.lambda.mark.Marked;
import dev.breakwater.connectors.lambda.mark.MarkedLimits;
import dev.breakwater.model.function.LimitReading;
import dev.breakwater.model.function.LimitReading.LimitValue;
import dev.breakwater.model.function.OwnTags;
import dev.breakwater.model.kind.ResourceKind;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Reads the resources of all kinds in one account and region. A resource of another kind than Lambda is also its own
 * mapping, so that its limit is a limit on a mapping.
 */
public final class EveryKind implements PlaceDirectory {

    /** A kind of resource that has a call of its own for its inventory. Its lever reads single resources. */
    public interface ListedKind {

        /**
         * Returns one page of resources. The facts of each contain all tags, and as reservation the present limit or
         * {@link LimitValue#NONE}.
         *
         * @param marker empty for the first page
         */
        Answer<Page<ListedFunction>> list(InventoryPlace place, Map<String, String> environment, String marker);
    }

    private final PlaceDirectory lambda;
    private final InventoryPlace place;
    private final Map<String, String> environment;
    private final List<ListedKind> others;
    private final Map<ResourceKind, LimitApi> levers;

    private EveryKind(
            PlaceDirectory lambda,
            InventoryPlace place,
            Map<String, String> environment,
            List<ListedKind> others,
            Map<ResourceKind, LimitApi> levers) {
        this.lambda = lambda;
        this.place = place;
        this.environment = environment;
        this.others = others;
        this.levers = levers;
    }

    /** Opens the directory of all kinds, with clients of its own. */
    public static PlaceDirectory open(InventoryPlace place, Map<String, String> environment) {
        Map<ResourceKind, LimitApi> levers = new LinkedHashMap<>();
        for (ResourceKind kind : ResourceKind.all()) {
            if (kind instanceof ListedKind) {
                levers.put(kind, AwsLeverFactory.open(kind.lever(), place.settings(), place.account(), environment));
            }
        }
        List<ListedKind> others =
                levers.keySet().stream().map(ListedKind.class::cast).toList();
        return new EveryKind(LambdaPlaceDirectory.open(place, environment), place, environment, others, levers);
    }

    @Override
    public Answer<Page<ListedFunction>> functions(String marker) {
        return page(marker, lambda::functions, Stream::of);
    }

    @Override
    public Answer<Page<TriggerMapping>> mappings(String marker) {
        return page(marker, lambda::mappings, listed -> {
            int limit = listed.facts().reservation().previous();
            return Stream.of(mapping(listed.name(), limit, listed.facts().tags().get(OwnTags.LEASE)));
        });
    }

    @Override
    public Answer<MarkedLimits.Page> tagged(String key, String from) {
        Function<String, Answer<Page<Marked>>> functions =
                start -> lambda.tagged(key, start).map(page -> new Page<>(page.items(), page.next()));
        return page(
                        from,
                        functions,
                        listed -> marked(listed.name(), listed.facts().tags(), key))
                .map(page -> new MarkedLimits.Page(page.items(), page.next()));
    }

    /** The lease tag is the mapping's, and all other tags are the resource's. */
    private static Stream<Marked> marked(String name, Map<String, String> tags, String key) {
        Map<String, String> own = new HashMap<>(tags);
        Map<String, String> lease = lease(own.remove(OwnTags.LEASE));
        return Stream.of(new Marked(true, name, own), new Marked(false, name, lease))
                .filter(marked ->
                        key.isEmpty() ? !marked.tags().isEmpty() : marked.tags().containsKey(key));
    }

    /** Reads a page of one kind. A position begins with the kind's number, which is 0 for Lambda. */
    private <T> Answer<Page<T>> page(
            String from, Function<String, Answer<Page<T>>> functions, Function<ListedFunction, Stream<T>> of) {
        int blank = from.indexOf(' ');
        int kind = blank < 0 ? 0 : Integer.parseInt(from.substring(0, blank));
        String marker = from.substring(blank + 1);
        Answer<Page<T>> page = kind == 0
                ? functions.apply(marker)
                : others.get(kind - 1)
                        .list(place, environment, marker)
                        .map(p -> new Page<>(p.items().stream().flatMap(of).toList(), p.next()));
        String then = kind < others.size() ? kind + 1 + " " : "";
        return page.map(p -> new Page<>(p.items(), p.next().isEmpty() ? then : kind + " " + p.next()));
    }

    @Override
    public Answer<Map<String, String>> tags(String function) {
        return isFunction(function)
                ? lambda.tags(function)
                : read(function).map(now -> now.tags() == null ? Map.of() : now.tags());
    }

    @Override
    public Answer<Map<String, String>> mappingTags(String uuid) {
        return isFunction(uuid) ? lambda.mappingTags(uuid) : read(uuid).map(now -> lease(now.tag()));
    }

    @Override
    public Answer<TriggerMapping> mapping(String uuid) {
        return isFunction(uuid) ? lambda.mapping(uuid) : read(uuid).map(now -> mapping(uuid, now.value(), now.tag()));
    }

    @Override
    public Answer<Integer> reservation(String function) {
        return isFunction(function)
                ? lambda.reservation(function)
                : read(function).map(now -> LimitValue.NONE);
    }

    @Override
    public Answer<Integer> provisioned(String function) {
        return isFunction(function) ? lambda.provisioned(function) : Answer.of(0);
    }

    @Override
    public Answer<AccountLimits> limits() {
        return lambda.limits();
    }

    @Override
    public PlaceDirectory urgent() {
        return new EveryKind(lambda.urgent(), place, environment, others, levers);
    }

    @Override
    public void close() {
        levers.values().forEach(LimitApi::close);
        lambda.close();
    }

    private static boolean isFunction(String name) {
        return ResourceKind.of(name).equals(ResourceKind.lambda());
    }

    private Answer<LimitReading> read(String resource) {
        Answer<LimitReading> now = levers.get(ResourceKind.of(resource)).read(resource);
        return now.ok() && !now.value().exists()
                ? Answer.failed(AwsFailure.of(Outcome.MISSING, "NoSuchResource", resource + " does not exist"))
                : now;
    }

    private static TriggerMapping mapping(String resource, int limit, String tag) {
        return new TriggerMapping(resource, resource, "", "Enabled", limit).with(lease(tag));
    }

    private static Map<String, String> lease(String tag) {
        return tag == null ? Map.of() : Map.of(OwnTags.LEASE, tag);
    }
}
