package dev.breakwater.connectors.testkit.samples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongToIntFunction;

/** Writes landing files for tests: complete minutes of functions, in the order in which a metric stream sends them. */
public final class MetricStreamFiles {

    public static final String REGION = "eu-west-1";

    private final String account;
    private String region = REGION;
    private final StringBuilder lines = new StringBuilder();

    public MetricStreamFiles(String account) {
        this.account = account;
    }

    /** Sets the region of the lines added after this call. */
    public MetricStreamFiles in(String region) {
        this.region = region;
        return this;
    }

    /** Adds one minute of one function: this many calls of 600 ms each. */
    public MetricStreamFiles minute(String function, long minute, int calls) {
        if (calls == 0) return this;
        int concurrency = Math.max(1, calls / 100);
        sample(function, minute, "Invocations", calls, calls, 1);
        sample(function, minute, "Duration", calls, calls * 600.0, 900);
        sample(function, minute, "ConcurrentExecutions", calls, (double) calls * concurrency, concurrency);
        return this;
    }

    /** Adds a range of minutes for all functions. The rate decides the number of calls. */
    public MetricStreamFiles minutes(long from, long to, LongToIntFunction calls, String... functions) {
        for (long m = from; m < to; m++) {
            for (String function : functions) minute(function, m, calls.applyAsInt(m));
        }
        return this;
    }

    /** Adds one metric of a minute, with its statistics SampleCount, Sum and Maximum. */
    public void sample(String function, long minute, String metric, double count, double sum, double max) {
        lines.append("{\"metric_stream_name\":\"test\",\"account_id\":\"")
                .append(account)
                .append("\",\"region\":\"" + region + "\",\"namespace\":\"AWS/Lambda\",\"metric_name\":\"")
                .append(metric)
                .append("\",\"dimensions\":{\"FunctionName\":\"")
                .append(function)
                .append("\"},\"timestamp\":")
                .append(minute * 60_000)
                .append(",\"value\":{\"count\":")
                .append(count)
                .append(",\"sum\":")
                .append(sum)
                .append(",\"max\":")
                .append(max)
                .append(",\"min\":1.0},\"unit\":\"Count\"}\n");
    }

    /** Returns the lines that were added so far, and empties the list. */
    public String text() {
        String text = lines.toString();
        lines.setLength(0);
        return text;
    }

    /** Writes the lines that were added so far as one file, which appears complete, and empties the list. */
    public void into(Path folder, String name) {
        try {
            Files.createDirectories(folder);
            Path draft = folder.resolve("." + name);
            Files.writeString(draft, text());
            Files.move(draft, folder.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
