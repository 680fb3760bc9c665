package dev.breakwater.guard.stage;

import dev.breakwater.connectors.cloudwatch.FeedRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The newest gap of the whole feed, and of each account and region that alone could not be read. */
final class FeedGaps {

    /** The place that stands for the whole feed. */
    private static final String ALL = "|";

    /** First and last silent minute. */
    record Gap(long from, long to) {

        static final Gap NONE = new Gap(0, 0);
    }

    private final Map<String, Gap> newest = new TreeMap<>();

    void note(FeedRecord pulse) {
        if (pulse.silent()) {
            newest.put(pulse.account() + '|' + pulse.region(), new Gap(pulse.silentFrom(), pulse.silentTo()));
        }
    }

    /** The later one of the feed's and the place's own. */
    Gap of(String account, String region) {
        Gap all = newest.getOrDefault(ALL, Gap.NONE);
        if (newest.size() <= 1 && newest.containsKey(ALL)) return all;
        Gap own = newest.getOrDefault(account + '|' + region, Gap.NONE);
        return own.to() > all.to() ? own : all;
    }

    /** For the checkpoint: {@code account|region|from|to}. */
    List<String> snapshot() {
        List<String> entries = new ArrayList<>();
        newest.forEach((place, gap) -> entries.add(place + '|' + gap.from() + '|' + gap.to()));
        return entries;
    }

    void restore(String entry) {
        String[] parts = entry.split("\\|", 4);
        newest.put(parts[0] + '|' + parts[1], new Gap(Long.parseLong(parts[2]), Long.parseLong(parts[3])));
    }
}
