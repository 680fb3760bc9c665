package dev.breakwater.connectors.lambda.canary;

import dev.breakwater.connectors.aws.Answer;

/** A function for drills to flood. */
public interface Canary extends AutoCloseable {

    /** The tag that makes a function a canary if its value is {@code true}. */
    String TAG = "breakwater-canary";

    /**
     * The facts about the function that are read before it is called.
     *
     * @param marked   whether its tag says that it is a canary
     * @param held     whether it has our tag of a throttle that was not released, or of a hands-off
     * @param memoryMb megabytes
     * @param timeout  the longest time of a call, seconds
     * @param arm      whether it runs on arm64
     */
    record Facts(boolean marked, boolean held, int memoryMb, int timeout, boolean arm) {}

    Answer<Facts> facts();

    /** Whether it carries a lease tag of ours. */
    Answer<Boolean> held();

    /** Its reserved concurrency now, or {@link dev.breakwater.connectors.lambda.Reservation#NONE}. */
    Answer<Integer> reserved();

    /** Calls it once and waits until the call ends. If the limit is reached, AWS refuses the call. */
    Answer<Boolean> call();

    @Override
    void close();
}
