package dev.breakwater.cli.doctor;

import dev.breakwater.connectors.aws.Answer;
import dev.breakwater.connectors.lambda.mark.LeaseTags;
import dev.breakwater.connectors.lambda.mark.Marked;
import dev.breakwater.connectors.lambda.mark.MarkedLimits.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Finds functions and event source mappings of one account and region that have no room for another tag. */
final class TagRoom {

    static final String WHAT = "room for the tag " + LeaseTags.LEASE;

    private static final String AREA = "tags";
    private static final String COST = "Breakwater sets no limit without its tag, so it cannot throttle there; "
            + "alerts continue";

    /** The number of tags that one resource may have, without AWS's own. */
    private static final int MOST_TAGS = 50;

    private static final int NAMED = 20;

    private TagRoom() {}

    /**
     * Looks at all that has tags.
     *
     * @param pages the page token; empty: the first page
     */
    static Finding look(Where where, Function<String, Answer<Page>> pages) {
        List<String> full = new ArrayList<>();
        String next = "";
        do {
            Answer<Page> page = pages.apply(next);
            if (!page.ok()) return Finding.unknown(AREA, where, WHAT, Probes.why(page.failure()), COST);
            page.value().items().stream().filter(TagRoom::isFull).forEach(m -> full.add(name(m)));
            next = page.value().next();
        } while (!next.isEmpty());
        if (full.isEmpty()) return Finding.there(AREA, where, WHAT, "");
        String names = full.stream().sorted().limit(NAMED).collect(Collectors.joining(", "));
        String more = full.size() > NAMED ? ", and " + (full.size() - NAMED) + " more" : "";
        return Finding.missing(AREA, where, WHAT, MOST_TAGS + " tags already: " + names + more, COST);
    }

    private static boolean isFull(Marked marked) {
        long tags = marked.tags().keySet().stream()
                .filter(key -> !key.startsWith("aws:"))
                .count();
        return tags >= MOST_TAGS && marked.lease() == null;
    }

    private static String name(Marked marked) {
        return (marked.function() ? "function " : "event source mapping ") + marked.target();
    }
}
