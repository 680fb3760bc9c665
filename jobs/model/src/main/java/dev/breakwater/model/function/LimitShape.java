package dev.breakwater.model.function;

import java.util.List;

/**
 * The values and texts of a kind of limit. A limit is a whole number from 0 that only its kind reads. A higher number
 * lets more through, so a kind with several settings packs them in this order. A module registers a kind of its own in
 * {@code META-INF/services}.
 */
public interface LimitShape {

    /** The name in files, for example {@code queue}. */
    String wire();

    /** The lowest limit that lets this many instances of the function run at once. */
    long limit(long instances);

    /** How many instances of the function a limit lets run at once. */
    int instances(int limit);

    /** Whether the kind limits event sources of this AWS service, for example {@code sqs}. */
    boolean limits(String service);

    /** Whether AWS accepts this limit. */
    boolean takes(long limit);

    /**
     * Whether calls above the limit are refused. A limit that refuses calls is also taken from the shared pool, so it
     * must be a number of instances. With other limits, calls wait at their source.
     */
    default boolean refuses() {
        return false;
    }

    /** Whether the limit allows either all calls or none. */
    default boolean pauses() {
        return false;
    }

    /** The limit as text, for example {@code 5}. */
    default String text(int limit) {
        return String.valueOf(limit);
    }

    /** The name for people. The word MAPPING stands for the mapping's id. */
    String name();

    /** The name with a limit. The words LIMIT and MAPPING stand for the limit and the mapping's id. */
    String set();

    /** The AWS command that sets the limit, with the words LIMIT, MAPPING, and FUNCTION for the function's ARN. */
    String command();

    /**
     * A kind whose limit is a number of instances.
     *
     * @param services the AWS services whose event sources the kind limits
     * @param least the lowest limit that AWS accepts
     * @param most  the highest limit that AWS accepts; 0 for a pause
     */
    record Instances(
            String wire,
            List<String> services,
            int least,
            int most,
            boolean refuses,
            String name,
            String set,
            String command)
            implements LimitShape {

        @Override
        public boolean limits(String service) {
            return services.contains(service);
        }

        @Override
        public long limit(long instances) {
            return Math.max(least, instances);
        }

        @Override
        public int instances(int limit) {
            return limit;
        }

        @Override
        public boolean takes(long limit) {
            return limit <= most;
        }

        @Override
        public boolean pauses() {
            return most == 0;
        }
    }
}
