package dev.breakwater.connectors.lambda.exposure;

import dev.breakwater.connectors.aws.Answer;
import dev.breakwater.connectors.aws.AwsFailure;
import dev.breakwater.connectors.lambda.ActClock;
import dev.breakwater.connectors.lambda.CallBudget;
import dev.breakwater.connectors.lambda.exposure.AccountSurface.SurfaceGap;
import dev.breakwater.model.exposure.Fact;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Calls AWS at a limited pace, and repeats a call if another attempt can succeed. Failures are collected as gaps, one
 * for each permission and error.
 */
final class SurfaceCalls {

    private static final long CALL_BUDGET_MILLIS = 30_000;

    private record Kind(String permission, Fact part, String code) {}

    private record Failed(AwsFailure failure, List<String> of) {}

    private final ActClock clock;
    private final Map<Kind, Failed> failed = new LinkedHashMap<>();

    SurfaceCalls(ActClock clock) {
        this.clock = clock;
    }

    <T> Answer<T> ask(CallPace pace, Supplier<T> call) {
        return answer(pace, () -> Answer.ask(call));
    }

    <T> Answer<T> answer(CallPace pace, Supplier<Answer<T>> call) {
        return new CallBudget(clock, CALL_BUDGET_MILLIS).call(() -> {
            pace.await();
            return call.get();
        });
    }

    /** Reads all pages of a list. Returns the failure if any page fails. */
    <P, T> Answer<List<T>> pages(
            CallPace pace, Function<String, P> call, Function<P, List<T>> items, Function<P, String> marker) {
        List<T> all = new ArrayList<>();
        String from = null;
        do {
            String at = from;
            Answer<P> page = ask(pace, () -> call.apply(at));
            if (!page.ok()) return Answer.failed(page.failure());
            all.addAll(items.apply(page.value()));
            from = marker.apply(page.value());
        } while (from != null && !from.isEmpty());
        return Answer.of(all);
    }

    void failed(Fact part, String of, AwsFailure failure) {
        failed(part.permission(), part, of, failure);
    }

    /** @param part the part, or null */
    void failed(String permission, Fact part, String of, AwsFailure failure) {
        failed.computeIfAbsent(new Kind(permission, part, failure.code()), k -> new Failed(failure, new ArrayList<>()))
                .of()
                .add(of);
    }

    List<SurfaceGap> gaps() {
        List<SurfaceGap> gaps = new ArrayList<>();
        failed.forEach((kind, what) ->
                gaps.add(new SurfaceGap(kind.permission(), kind.part(), List.copyOf(what.of()), what.failure())));
        return gaps;
    }
}
