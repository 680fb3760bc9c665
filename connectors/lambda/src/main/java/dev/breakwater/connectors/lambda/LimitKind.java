package dev.breakwater.connectors.lambda;

import java.util.List;
import java.util.Locale;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/** A kind of limit that Breakwater can set. A module registers a kind of its own in {@code META-INF/services}. */
public interface LimitKind {

    /** The value if no limit is set. Any other value is 0 or more, and 0 stops a function. */
    int NONE = -1;

    /** Stands for a value that is unknown, because a change is under way. */
    int UNCERTAIN = -2;

    /** Reserved concurrency of the function. Further calls are refused. */
    LimitKind RESERVATION = LambdaKind.RESERVATION;

    /** MaximumConcurrency of an SQS event source mapping, 2 to 1,000. Further messages wait in the queue. */
    LimitKind QUEUE = LambdaKind.QUEUE;

    /** The pause of a Kinesis or DynamoDB event source mapping. 0 means paused, and records then wait in the stream. */
    LimitKind STREAM = LambdaKind.STREAM;

    /** Returns the name in files, for example {@code queue}. */
    String wire();

    /** Returns whether the kind limits event sources of this AWS service, for example {@code sqs}. */
    boolean limits(String service);

    /** Returns all kinds. */
    static List<LimitKind> all() {
        return Known.ALL;
    }

    /**
     * Returns the kind with this name.
     *
     * @throws IllegalArgumentException if no kind has the name
     */
    static LimitKind named(String wire) {
        for (LimitKind kind : all()) if (kind.wire().equals(wire)) return kind;
        throw new IllegalArgumentException("no limit is called " + wire);
    }

    /** Returns the kind that limits a queue or stream, or null for any other source. */
    static LimitKind of(String sourceArn) {
        String[] parts = sourceArn.split(":", 6);
        String service = parts.length > 2 ? parts[2] : "";
        for (LimitKind kind : all()) if (kind.limits(service)) return kind;
        return null;
    }

    /** The kinds that Lambda itself has. */
    enum LambdaKind implements LimitKind {
        RESERVATION,
        QUEUE("sqs"),
        STREAM("kinesis", "dynamodb");

        private final List<String> services;

        LambdaKind(String... services) {
            this.services = List.of(services);
        }

        @Override
        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }

        @Override
        public boolean limits(String service) {
            return services.contains(service);
        }
    }

    /** The kinds, which are loaded at the first use. */
    final class Known {
        private static final List<LimitKind> ALL = Stream.concat(
                        Stream.of(LambdaKind.values()),
                        ServiceLoader.load(LimitKind.class, LimitKind.class.getClassLoader()).stream()
                                .map(ServiceLoader.Provider::get))
                .toList();

        private Known() {}
    }
}
