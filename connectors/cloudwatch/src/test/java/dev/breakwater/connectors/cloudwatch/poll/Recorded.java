package dev.breakwater.connectors.cloudwatch.poll;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.cloudwatch.FeedRecord;
import dev.breakwater.connectors.cloudwatch.FeedRecord.Datapoint;
import dev.breakwater.connectors.cloudwatch.FeedRecord.Kind;
import dev.breakwater.model.kind.ResourceKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Records and checks the output of the feed. A crash removes the records after the checkpoint. */
final class Recorded implements FeedRecord.Output {
    final List<FeedRecord> records = new ArrayList<>();
    /** For each record, the time of its output, epoch ms. */
    final List<Long> saidAt = new ArrayList<>();

    long now;

    @Override
    public void emit(FeedRecord r, long timestamp) {
        records.add(r);
        saidAt.add(now);
    }

    void backTo(int size) {
        records.subList(size, records.size()).clear();
        saidAt.subList(size, saidAt.size()).clear();
    }

    List<FeedRecord> samples() {
        return records.stream().filter(r -> r.kind() == Kind.SAMPLE).toList();
    }

    List<FeedRecord> samplesOf(String function) {
        return samples().stream()
                .filter(r -> r.datapoint().function().equals(function))
                .toList();
    }

    /** Returns the gaps of one account and region, as from-to relative to a minute. */
    List<String> gaps(String account, long base) {
        return records.stream()
                .filter(r -> r.kind() == Kind.PULSE && r.pulse().account().equals(account))
                .map(r -> (r.pulse().silentFrom() - base) + ".." + (r.pulse().silentTo() - base))
                .toList();
    }

    /** Returns the final values by key and minute. Fails if a sample is out of order or has no new value. */
    Map<String, Double> standing() {
        Map<String, Datapoint> last = new TreeMap<>();
        long arrival = 0;
        for (FeedRecord r : records) {
            assertThat(r.arrivalMinute()).as("the arrival minute of " + r).isGreaterThanOrEqualTo(arrival);
            arrival = r.arrivalMinute();
            assertThat(r.kind()).isNotIn(Kind.LATE, Kind.REJECT);
            if (r.kind() != Kind.SAMPLE) {
                continue;
            }
            assertThat(r.datapoint().minute()).isBetween(r.arrivalMinute() - 15, r.arrivalMinute());
            Datapoint d = r.datapoint();
            Datapoint before = last.put(key(d), d);
            boolean same = before != null && before.sum() == d.sum() && before.count() == d.count();
            assertThat(same).as("said twice: " + r).isFalse();
        }
        Map<String, Double> values = new TreeMap<>();
        last.forEach((key, d) -> values.put(key, d.sum()));
        return values;
    }

    private static String key(Datapoint d) {
        return PollWorld.key(
                d.account(), d.region(), d.function(), ResourceKind.lambda().metric(d.metric()), d.minute());
    }
}
