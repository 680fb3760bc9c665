package dev.breakwater.cli.socket;

import dev.breakwater.config.model.Key;
import dev.breakwater.config.model.Key.Form;
import dev.breakwater.connectors.cloudwatch.FeedRecord;
import dev.breakwater.guard.live.SampleSource;
import dev.breakwater.guard.live.WatchedPlace;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.connector.source.Source;

/** A made-up source. A kettle counts the calls of functions, and answers each HTTP request with the counts. */
@Key(doc = "a kettle that counts calls")
public record Kettle(
        @Key(required = true, form = Form.ENDPOINT, doc = "the address of the kettle")
        String url) implements SampleSource {

    public Kettle() {
        this("");
    }

    @Override
    public Source<FeedRecord, ?, ?> source(List<WatchedPlace> places) {
        return new KettleSource(
                url, places.stream().findFirst().map(WatchedPlace::account).orElse(""));
    }

    @Override
    public Duration patience() {
        return Duration.ofMinutes(5);
    }

    @Override
    public Optional<String> trouble() {
        try {
            KettleSource.lines(url, 0);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of("the kettle does not answer");
        }
    }
}
