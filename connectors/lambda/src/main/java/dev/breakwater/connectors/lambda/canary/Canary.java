package dev.breakwater.connectors.lambda.canary;

import dev.breakwater.connectors.aws.Answer;

/** A function for drills to flood. */
public interface Canary extends AutoCloseable {

    /** The tag, {@code true}, that makes a function a canary. */
    String TAG = "breakwater-canary";

    /**
     * The facts that are read before the canary is called.
     *
     * @param marked   whether it says of itself that it is a canary
     * @param held     whether it carries a tag of ours: a throttle that is not given back, or hands off
     * @param memoryMb megabytes
     * @param timeout  seconds that a call takes at most
     * @param arm      whether it runs on arm64
     */
    record Facts(boolean marked, boolean held, int memoryMb, int timeout, boolean arm) {}

    Answer<Facts> facts();

    /** Whether it carries a lease tag of ours. */
    Answer<Boolean> held();

    /** Its reserved concurrency now, or {@link dev.breakwater.connectors.lambda.Reservation#NONE}. */
    Answer<Integer> reserved();

    /** Calls it once and waits for its end; AWS refuses it where the limit is reached. */
    Answer<Boolean> call();

    @Override
    void close();
}
