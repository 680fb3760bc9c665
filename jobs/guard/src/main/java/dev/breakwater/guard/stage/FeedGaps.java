package dev.breakwater.guard.stage;

import dev.breakwater.connectors.cloudwatch.FeedRecord;
import dev.breakwater.core.model.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The newest gap of the whole feed, and of each account and region that alone could not be read. */
final class FeedGaps {

    /** First and last silent minute. */
    record Gap(long from, long to) {

        static final Gap NONE = new Gap(0, 0);
    }

    /** The key under which a checkpoint holds the gap of the whole feed. */
    private static final Place ALL = new Place("", "");

    private final Map<Place, Gap> places = new TreeMap<>();
    private Gap all = Gap.NONE;

    void note(FeedRecord pulse) {
        if (!pulse.silent()) return;
        put(new Place(pulse.account(), pulse.region()), new Gap(pulse.silentFrom(), pulse.silentTo()));
    }

    private void put(Place place, Gap gap) {
        if (place.equals(ALL)) all = gap;
        else places.put(place, gap);
    }

    /** The later one of the feed's and the place's own. */
    Gap of(String account, String region) {
        if (places.isEmpty()) return all;
        Gap own = places.getOrDefault(new Place(account, region), Gap.NONE);
        return own.to() > all.to() ? own : all;
    }

    /** For the checkpoint: {@code account|region|from|to}. */
    List<String> snapshot() {
        List<String> entries = new ArrayList<>();
        if (!all.equals(Gap.NONE)) entries.add(entry(ALL, all));
        places.forEach((place, gap) -> entries.add(entry(place, gap)));
        return entries;
    }

    private static String entry(Place place, Gap gap) {
        return place.id() + '|' + gap.from() + '|' + gap.to();
    }

    void restore(String entry) {
        String[] parts = entry.split("\\|", 4);
        put(new Place(parts[0], parts[1]), new Gap(Long.parseLong(parts[2]), Long.parseLong(parts[3])));
    }
}
