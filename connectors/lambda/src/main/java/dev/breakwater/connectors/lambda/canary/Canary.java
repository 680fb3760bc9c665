package dev.breakwater.connectors.lambda.canary;

import dev.breakwater.connectors.aws.Answer;
import dev.breakwater.model.function.LimitValue;

/** A function for drills to flood. */
public interface Canary extends AutoCloseable {

    /** The tag that makes a function a canary if its value is {@code true}. */
    String TAG = "breakwater-canary";

    /**
     * The facts about the function that are read before it is called.
     *
     * @param marked whether the function has the canary tag
     * @param held whether the function has Breakwater's tag of a throttle or of a release by hand
     * @param memoryMb megabytes
     * @param timeout  the longest duration of a call, seconds
     * @param arm      whether the function runs on arm64
     */
    record Facts(boolean marked, boolean held, int memoryMb, int timeout, boolean arm) {}

    Answer<Facts> facts();

    /** Returns whether the function has Breakwater's lease tag. */
    Answer<Boolean> held();

    /**
     * Returns the function's present reserved concurrency, or
     * {@link LimitValue#NONE}.
     */
    Answer<Integer> reserved();

    /** Calls the function once and waits until the call ends. If the limit is reached, AWS refuses the call. */
    Answer<Boolean> call();

    @Override
    void close();
}
