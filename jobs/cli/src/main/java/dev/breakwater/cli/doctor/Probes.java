package dev.breakwater.cli.doctor;

import dev.breakwater.cli.doctor.Findings.Finding;
import dev.breakwater.cli.doctor.Findings.Verdict;
import dev.breakwater.cli.doctor.Findings.Where;
import dev.breakwater.connectors.aws.Answer;
import dev.breakwater.connectors.aws.AwsCall;
import dev.breakwater.connectors.aws.AwsFailure;
import dev.breakwater.connectors.aws.Outcome;
import dev.breakwater.connectors.lambda.ActClock;
import dev.breakwater.connectors.lambda.CallBudget;
import java.util.function.Supplier;

/** Makes calls to AWS that change nothing. AWS's answer shows whether the permission exists. */
record Probes(ActClock clock, Needs needs, Findings findings) {

    private static final String AREA = "permission";
    private static final long BUDGET_MILLIS = 6_000;

    boolean asks(AwsCall call) {
        return needs.asks(call.use());
    }

    /** Makes a call about a resource that may not exist. AWS answers "not found" only if the permission exists. */
    <T> Answer<T> ask(AwsCall call, Where where, Supplier<T> request) {
        Answer<T> answer = call(request);
        boolean may = answer.ok() || answer.failedAs(Outcome.MISSING);
        add(call, where, may ? Verdict.THERE : verdict(answer.failure()), may ? "" : why(answer.failure()));
        return answer;
    }

    /**
     * Makes a call about a resource that the configuration names. A resource that does not exist is reported as
     * missing.
     */
    void askFor(String key, AwsCall call, Where where, Supplier<?> request) {
        Answer<?> answer = call(request);
        boolean gone = answer.failedAs(Outcome.MISSING);
        boolean may = answer.ok() || gone;
        add(call, where, may ? Verdict.THERE : verdict(answer.failure()), may ? "" : why(answer.failure()));
        if (gone) findings.add(Finding.missing("notify", where, key, "does not exist", "nothing arrives there"));
        else if (answer.ok()) findings.add(Finding.there("notify", where, key, "exists"));
        else findings.add(Finding.unknown("notify", where, key, "cannot be asked", call.withoutIt()));
    }

    <T> Answer<T> call(Supplier<T> request) {
        return repeated(() -> Answer.ask(request));
    }

    /** Makes a call, and repeats it after a temporary failure. */
    <T> Answer<T> repeated(Supplier<Answer<T>> call) {
        return new CallBudget(clock, BUDGET_MILLIS).call(call);
    }

    void add(AwsCall call, Where where, Verdict verdict, String detail) {
        String cost = verdict == Verdict.THERE ? "" : call.withoutIt();
        boolean optional = !needs.needs(call.use());
        findings.add(new Finding(AREA, where, call.subject(), verdict, optional, detail, cost));
    }

    static Verdict verdict(AwsFailure failure) {
        return failure.outcome() == Outcome.DENIED ? Verdict.MISSING : Verdict.UNKNOWN;
    }

    /** Shortens an error message if it is a whole web page. */
    static String why(AwsFailure failure) {
        String detail = failure.detail();
        return detail.isBlank() || detail.startsWith("<") ? failure.code() : failure.text();
    }
}
