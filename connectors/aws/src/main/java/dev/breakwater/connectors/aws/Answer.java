package dev.breakwater.connectors.aws;

import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * The result of a call: either a value or a failure.
 *
 * @param value not null if the call succeeded
 * @param failure not null if the call failed
 */
public record Answer<T>(T value, AwsFailure failure) {

    public Answer {
        if ((value == null) == (failure == null)) {
            throw new IllegalArgumentException("an answer is a value or a failure");
        }
    }

    public static <T> Answer<T> of(T value) {
        return new Answer<>(Objects.requireNonNull(value), null);
    }

    public static <T> Answer<T> failed(AwsFailure failure) {
        return new Answer<>(null, Objects.requireNonNull(failure));
    }

    /** Calls AWS. An SDK exception becomes a failure. Any other exception is a bug, and is thrown again. */
    public static <T> Answer<T> ask(Supplier<T> call) {
        try {
            return of(call.get());
        } catch (SdkException e) {
            return failed(AwsFailure.of(e));
        }
    }

    public boolean ok() {
        return failure == null;
    }

    /** Returns whether the call failed with this outcome. */
    public boolean failedAs(Outcome outcome) {
        return failure != null && failure.outcome() == outcome;
    }

    public <R> Answer<R> map(Function<T, R> step) {
        return ok() ? of(step.apply(value)) : failed(failure);
    }

    public Optional<T> toOptional() {
        return Optional.ofNullable(value);
    }
}
