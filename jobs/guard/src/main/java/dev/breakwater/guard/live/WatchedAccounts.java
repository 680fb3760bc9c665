package dev.breakwater.guard.live;

import dev.breakwater.connectors.source.AskingReader;
import dev.breakwater.connectors.source.AskingSource;
import dev.breakwater.model.Place;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/**
 * Emits every configured account and region once a minute, so that control checks limits even without other input.
 * Control works on an account and region only when an element for it arrives.
 */
public final class WatchedAccounts extends AskingSource<Place> {

    private static final Duration EVERY = Duration.ofMinutes(1);

    private final ArrayList<Place> places;

    public WatchedAccounts(List<Place> places) {
        this.places = new ArrayList<>(places);
    }

    @Override
    protected AskingReader<Place> reader(Counter read, MetricGroup own) {
        return new AskingReader<>("watched-accounts", read) {

            @Override
            protected Duration ask(Consumer<Place> out) {
                places.forEach(out);
                return EVERY;
            }

            @Override
            protected long timeOf(Place place) {
                return 0;
            }
        };
    }

    @Override
    public TypeInformation<Place> getProducedType() {
        return TypeInformation.of(Place.class);
    }
}
