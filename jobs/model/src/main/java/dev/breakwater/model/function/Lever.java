package dev.breakwater.model.function;

import dev.breakwater.model.function.LimitShape.Instances;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Identifies a limit of a function by its kind and, for a queue or stream, its mapping.
 *
 * @param mapping id of the event source mapping, empty for a reservation
 */
public record Lever(LeverKind kind, String mapping) implements java.io.Serializable {

    public static final Lever RESERVATION = new Lever(LeverKind.RESERVATION, "");

    /** The limit that a file names. The kind is reserved concurrency if the file names none, or an unknown one. */
    public static Lever of(@Nullable String kind, @Nullable String mapping) {
        if (kind == null || !LeverKind.SHAPES.containsKey(kind)) return RESERVATION;
        return new Lever(new LeverKind(kind), mapping == null ? "" : mapping);
    }

    /** @throws IllegalArgumentException if no kind of limit has this name */
    public static Lever named(String kind, String mapping) {
        return new Lever(LeverKind.of(kind), mapping);
    }

    public boolean isReservation() {
        return kind.equals(LeverKind.RESERVATION);
    }

    /** The name of the limited function, or the id of the limited mapping. */
    public String target(String function) {
        return isReservation() ? function : mapping;
    }

    /** The kind and mapping, for example {@code queue 4f1c}. The text is empty for a reservation, the usual case. */
    public String text() {
        return isReservation() ? "" : kind.wire() + ' ' + mapping;
    }

    /** The name for people, for example {@code MaximumConcurrency of queue mapping 4f1c}. */
    public String name() {
        return kind.shape().name().replace("MAPPING", mapping);
    }

    /** The limit with its name, for example {@code reserved concurrency 5}. */
    public String to(int limit) {
        if (kind.pauses() && limit != 0) return name() + " on";
        return kind.shape().set().replace("LIMIT", kind.shape().text(limit)).replace("MAPPING", mapping);
    }

    /** The state of a limit that is set, for example {@code held at reserved concurrency 5}. */
    public String held(int limit) {
        return kind.pauses() ? "held by pausing " + name() : "held at " + to(limit);
    }

    /** The value that a release restores, for example {@code no reserved concurrency} if {@code previous} is -1. */
    public String restored(int previous) {
        if (previous >= 0) return to(previous);
        return kind.pauses() ? name() + " running" : "no " + name();
    }

    /**
     * A kind of limit, by its name in files. Its {@link LimitShape} knows its values and texts, so that nothing else
     * depends on the kinds that exist.
     *
     * <p>A limit is min(present limit, max(floor, ceil(headroom x peak))). A limit is therefore never above the present
     * limit. A limit is below the floor only if the present limit is below the floor.
     */
    public record LeverKind(String wire) implements java.io.Serializable {
        /**
         * Reserved concurrency of the function. Calls above the reservation are refused, and other functions cannot use
         * its concurrency.
         */
        public static final LeverKind RESERVATION = new LeverKind("reservation");
        /** The most instances that a queue may feed at once. Other messages wait. */
        public static final LeverKind QUEUE = new LeverKind("queue");
        /** A pause of a stream, whose records wait while nothing runs. */
        public static final LeverKind STREAM = new LeverKind("stream");

        private static final Map<String, LimitShape> SHAPES = shapes();

        private static Map<String, LimitShape> shapes() {
            String update = "aws lambda update-event-source-mapping --uuid MAPPING ";
            String queue = " of queue mapping MAPPING";
            Map<String, LimitShape> all = new LinkedHashMap<>();
            Stream.concat(
                            Stream.of(
                                    new Instances(
                                            RESERVATION.wire,
                                            List.of(),
                                            1,
                                            Integer.MAX_VALUE,
                                            true,
                                            "reserved concurrency",
                                            "reserved concurrency LIMIT",
                                            "aws lambda put-function-concurrency --function-name FUNCTION"
                                                    + " --reserved-concurrent-executions LIMIT"),
                                    new Instances(
                                            QUEUE.wire,
                                            List.of("sqs"),
                                            2,
                                            1_000,
                                            false,
                                            "MaximumConcurrency" + queue,
                                            "MaximumConcurrency LIMIT" + queue,
                                            update + "--scaling-config MaximumConcurrency=LIMIT"),
                                    new Instances(
                                            STREAM.wire,
                                            List.of("kinesis", "dynamodb"),
                                            0,
                                            0,
                                            false,
                                            "stream mapping MAPPING",
                                            "stream mapping MAPPING paused",
                                            update + "--no-enabled")),
                            ServiceLoader.load(LimitShape.class, LimitShape.class.getClassLoader()).stream()
                                    .map(ServiceLoader.Provider::get))
                    .forEach(shape -> all.put(shape.wire(), shape));
            return all;
        }

        /** All kinds, in a fixed order. */
        public static List<LeverKind> values() {
            return SHAPES.keySet().stream().map(LeverKind::new).toList();
        }

        /**
         * The kind with this name.
         *
         * @throws IllegalArgumentException if no kind has the name
         */
        public static LeverKind of(String wire) {
            if (!SHAPES.containsKey(wire)) throw new IllegalArgumentException("no limit is called " + wire);
            return new LeverKind(wire);
        }

        /** The kind that limits a queue or stream with this ARN, or null for any other source. */
        public static @Nullable LeverKind ofSource(String arn) {
            String[] parts = arn.split(":", 6);
            String service = parts.length > 2 ? parts[2] : "";
            for (LimitShape shape : SHAPES.values()) if (shape.limits(service)) return new LeverKind(shape.wire());
            return null;
        }

        /** The kind's values and texts. */
        public LimitShape shape() {
            return Objects.requireNonNull(SHAPES.get(wire), wire);
        }

        /** See {@link LimitShape#refuses}. */
        public boolean refuses() {
            return shape().refuses();
        }

        /** See {@link LimitShape#pauses}. */
        public boolean pauses() {
            return shape().pauses();
        }

        /** See {@link LimitShape#instances}. */
        public int instances(int limit) {
            return shape().instances(limit);
        }

        /** The limit as text, {@code none} if it is -1. */
        public String text(int limit) {
            return limit < 0 ? "none" : shape().text(limit);
        }

        /** The end of a notice about a limited function, for example {@code " to 5 from its queue"}. */
        public String effect(int limit) {
            if (pauses()) return " by pausing its " + wire;
            return " to " + text(limit) + (refuses() ? "" : " from its " + wire);
        }

        /**
         * The AWS command that sets the limit. The limit, the function's ARN and the mapping must be words of a shell.
         */
        public String command(String limit, String arn, String mapping) {
            return shape().command()
                    .replace("LIMIT", limit)
                    .replace("MAPPING", mapping)
                    .replace("FUNCTION", arn);
        }

        /** Whether AWS accepts this limit and it is below the present limit, which is -1 for none. */
        public boolean binds(long limit, int previous) {
            return shape().takes(limit) && (previous < 0 || limit < previous);
        }

        /** The limit that lets this many times as many instances run. */
        public long times(int limit, int factor) {
            return shape().limit((long) instances(limit) * factor);
        }

        /** The limit that lets this many instances run, as far as the kind allows. */
        public int limit(long instances) {
            return (int) Math.min(Integer.MAX_VALUE, shape().limit(instances));
        }
    }
}
