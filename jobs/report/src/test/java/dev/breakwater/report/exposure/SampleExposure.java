package dev.breakwater.report.exposure;

import dev.breakwater.exposure.Cap;
import dev.breakwater.exposure.Exposure;
import dev.breakwater.exposure.Exposure.AccountExposure;
import dev.breakwater.exposure.Exposure.Cost;
import dev.breakwater.exposure.FunctionExposure;
import dev.breakwater.exposure.FunctionExposure.Flag;
import dev.breakwater.exposure.FunctionExposure.Risk;
import dev.breakwater.exposure.FunctionExposure.Suggestion;
import dev.breakwater.exposure.entry.Invokers.Invoker;
import dev.breakwater.exposure.loop.Loop;
import dev.breakwater.exposure.loop.TriggerGraph.Certainty;
import dev.breakwater.exposure.loop.TriggerGraph.Edge;
import dev.breakwater.exposure.model.AccountReading.EntryPoints;
import dev.breakwater.exposure.model.AccountReading.FunctionReading;
import dev.breakwater.exposure.model.AccountReading.FunctionReading.Outputs;
import dev.breakwater.exposure.model.AccountReading.Gap;
import dev.breakwater.model.Scope;
import dev.breakwater.model.function.FunctionFacts;
import dev.breakwater.model.function.FunctionFacts.ReservationFacts;
import dev.breakwater.model.function.FunctionFacts.TriggerFacts;
import java.util.List;
import java.util.Set;

/** An invented account with one function of each risk, for tests. */
final class SampleExposure {

    private static final String ACCOUNT = "111122223333";
    private static final String REGION = "eu-west-1";

    private SampleExposure() {}

    /** @param name of the function that anyone can start */
    static ExposureReport of(String name) {
        Loop loop = loop();
        List<FunctionExposure> functions = List.of(
                function(name, Risk.PUBLIC, 1_000, new Invoker(Invoker.Kind.ANYONE, "function URL without auth"), null),
                function("orders", Risk.LOOP, 200, new Invoker(Invoker.Kind.POLL, "polls queue orders-retry"), loop),
                function(
                        "thumbnails",
                        Risk.SHARED,
                        100,
                        new Invoker(Invoker.Kind.ANY_SOURCE, "s3 of any account"),
                        null),
                function("nightly-export", Risk.INTERNAL, 10, new Invoker(Invoker.Kind.EVENT, "rule nightly"), null));
        AccountExposure account =
                new AccountExposure(ACCOUNT, REGION, 1_000, Cap.Reason.ACCOUNT, 690, 4, 700, new Cost(60, 12));
        Exposure exposure = new Exposure(functions, List.of(account), List.of(loop));
        Gap gap = new Gap("role of " + name, "access denied", "iam:GetRole", "what it may do is not known");
        return new ExposureReport(exposure, List.of(gap), List.of("prices of eu-west-1, arm64 and x86_64"), true);
    }

    private static FunctionExposure function(String name, Risk risk, int concurrency, Invoker invoker, Loop loop) {
        FunctionFacts facts = FunctionFacts.listed(Scope.function(ACCOUNT, REGION, name), 1_024, "arm64", 30, -1, 512)
                .with(ReservationFacts.of(risk == Risk.PUBLIC ? -1 : concurrency), TriggerFacts.UNKNOWN);
        FunctionReading reading = new FunctionReading(facts, EntryPoints.none(), Outputs.unknown(), Set.of());
        Cost cost = new Cost(concurrency * 0.048, concurrency * 0.0072);
        Suggestion.Choice choice = new Suggestion.Choice(20, 3, new Cost(0.96, 0.14));
        return new FunctionExposure(
                reading,
                risk,
                new Cap(concurrency, risk == Risk.PUBLIC ? Cap.Reason.ACCOUNT : Cap.Reason.RESERVED, "as it was read"),
                cost,
                List.of(invoker),
                loop == null ? List.of() : List.of(loop),
                risk == Risk.PUBLIC ? new Suggestion(20, 43_200, List.of(choice)) : null,
                risk == Risk.PUBLIC ? List.of("change any function (lambda:UpdateFunctionCode)") : List.of(),
                risk == Risk.PUBLIC ? Set.of(Flag.WIDE) : Set.of(Flag.UNTAGGED));
    }

    private static Loop loop() {
        String function = "arn:aws:lambda:eu-west-1:111122223333:function:orders";
        String queue = "arn:aws:sqs:eu-west-1:111122223333:orders-retry";
        return new Loop(
                Certainty.LIKELY,
                List.of(function, queue, function),
                List.of(
                        new Edge(function, queue, Certainty.LIKELY, "its environment names the queue"),
                        new Edge(queue, function, Certainty.CERTAIN, "mapping")),
                Set.of(function));
    }
}
