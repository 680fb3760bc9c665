package dev.breakwater.connectors.lambda.inventory;

import dev.breakwater.connectors.aws.Answer;
import dev.breakwater.connectors.aws.Outcome;
import dev.breakwater.connectors.lambda.ActClock;
import dev.breakwater.connectors.lambda.CallBudget;
import dev.breakwater.connectors.lambda.mark.Marked;
import dev.breakwater.connectors.lambda.mark.MarkedLimits;
import dev.breakwater.model.function.Lever;
import dev.breakwater.model.function.OwnTags;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Finds the limits with Breakwater's tags in one account and region, and returns each limit at once. It searches by
 * tag. If AWS refuses the search by tag, the whole fleet is listed.
 */
public record PlaceMarks(String account, String region, PlaceDirectory directory, ActClock clock) {

    private static final long CALL_BUDGET_MILLIS = 30_000;
    private static final String MAPPINGS = "mappings ";

    /** A limit and all the tags of its function or mapping. */
    public record Found(String function, Lever lever, Marked marked) {}

    /**
     * Returns each limit once for each tag by which it was found.
     *
     * @return the parts that could not be read, one line each; these parts may contain leases
     */
    public List<String> each(Consumer<Found> found) {
        List<String> gaps = new ArrayList<>();
        for (String key : OwnTags.KEYS) {
            String failed = pages(directory::tagged, key, found, gaps);
            if (failed.isEmpty()) continue;
            String fleet = pages(this::listed, OwnTags.LEASE, found, gaps);
            String then = fleet.isEmpty()
                    ? "; the whole fleet was searched for tags instead"
                    : "; nor could the whole fleet be searched for tags" + (fleet.equals(failed) ? "" : ": " + fleet);
            gaps.add(where() + "limits with the tag " + key + ": " + failed + then);
            break;
        }
        return gaps;
    }

    /** Returns the mappings of queues and streams that feed a function, with any tags. */
    public List<Lever> mappings(String function, List<String> gaps) {
        List<Lever> its = new ArrayList<>();
        String from = "";
        do {
            String marker = from;
            Answer<PlaceDirectory.Page<TriggerMapping>> page = budget().call(() -> directory.mappings(marker));
            if (!page.ok()) {
                gaps.add(where() + "event source mappings: " + page.failure().text());
                return its;
            }
            page.value().items().stream()
                    .filter(m -> m.function().equals(function) && m.lever() != null)
                    .forEach(m -> its.add(new Lever(m.lever(), m.uuid())));
            from = page.value().next();
        } while (!from.isEmpty());
        return its;
    }

    /** Returns the names of existing functions, as far as they can be listed in this time, in milliseconds. */
    public List<String> functions(long within) {
        List<String> names = new ArrayList<>();
        long end = clock.millis() + within;
        String from = "";
        do {
            String marker = from;
            Answer<PlaceDirectory.Page<PlaceDirectory.ListedFunction>> page =
                    new CallBudget(clock, end - clock.millis()).call(() -> directory.functions(marker));
            if (!page.ok()) {
                return names;
            }
            page.value().items().forEach(f -> names.add(f.name()));
            from = page.value().next();
        } while (!from.isEmpty() && clock.millis() < end);
        return names;
    }

    /** Returns why not all pages could be read, or an empty text. */
    private String pages(MarkedLimits limits, String key, Consumer<Found> found, List<String> gaps) {
        String from = "";
        do {
            String start = from;
            Answer<MarkedLimits.Page> page = budget().call(() -> limits.page(key, start));
            if (!page.ok()) return page.failure().text();
            page.value().items().forEach(marked -> give(marked, found, gaps));
            from = page.value().next();
        } while (!from.isEmpty());
        return "";
    }

    private void give(Marked marked, Consumer<Found> found, List<String> gaps) {
        if (marked.function()) {
            found.accept(new Found(marked.target(), Lever.RESERVATION, marked));
            return;
        }
        Answer<TriggerMapping> mapping = budget().call(() -> directory.mapping(marked.target()));
        if (mapping.ok() && mapping.value().lever() != null) {
            Lever lever = new Lever(mapping.value().lever(), marked.target());
            found.accept(new Found(mapping.value().function(), lever, marked));
        } else if (!mapping.failedAs(Outcome.MISSING)) {
            String why = mapping.ok()
                    ? "no lever works on this kind of source"
                    : mapping.failure().text();
            gaps.add(where() + "mapping " + marked.target() + ": " + why);
        }
    }

    private String where() {
        return account + " " + region + ": ";
    }

    private CallBudget budget() {
        return new CallBudget(clock, CALL_BUDGET_MILLIS);
    }

    /**
     * Finds limits with Breakwater's tags if tag:GetResources is refused. This search lists the whole fleet page by
     * page, functions first, and reads the tags of each function and mapping, which takes minutes to an hour.
     *
     * @param from the position of the page; positions of mappings begin with {@link #MAPPINGS}
     */
    private Answer<MarkedLimits.Page> listed(String key, String from) {
        return from.startsWith(MAPPINGS)
                ? listed(directory.mappings(from.substring(MAPPINGS.length())), this::mapping, MAPPINGS, "")
                : listed(directory.functions(from), this::function, "", MAPPINGS);
    }

    private static <T> Answer<MarkedLimits.Page> listed(
            Answer<PlaceDirectory.Page<T>> listed, Function<T, Answer<Marked>> tags, String prefix, String then) {
        if (!listed.ok()) {
            return Answer.failed(listed.failure());
        }
        List<Marked> found = new ArrayList<>();
        for (T item : listed.value().items()) {
            Answer<Marked> marked = tags.apply(item);
            if (marked.ok()) {
                found.add(marked.value());
            } else if (!marked.failedAs(Outcome.MISSING)) {
                return Answer.failed(marked.failure());
            }
        }
        found.removeIf(marked -> !OwnTags.areIn(marked.tags()));
        String next = listed.value().next();
        return Answer.of(new MarkedLimits.Page(found, next.isEmpty() ? then : prefix + next));
    }

    private Answer<Marked> function(PlaceDirectory.ListedFunction listed) {
        return budget().call(() -> directory.tags(listed.name())).map(tags -> new Marked(true, listed.name(), tags));
    }

    private Answer<Marked> mapping(TriggerMapping listed) {
        Answer<Map<String, String>> tags = listed.lever() == null
                ? Answer.of(Map.of())
                : budget().call(() -> directory.mappingTags(listed.uuid()));
        return tags.map(all -> new Marked(false, listed.uuid(), all));
    }
}
