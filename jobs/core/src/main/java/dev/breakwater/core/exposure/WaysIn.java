package dev.breakwater.core.exposure;

import dev.breakwater.core.exposure.Invoker.Kind;
import java.util.ArrayList;
import java.util.List;

/** Who can start a function, from its URLs, its policy and its mappings. */
final class WaysIn {

    private final FunctionReading function;
    private final PolicyRule policy;
    private final List<Invoker> found = new ArrayList<>();

    private WaysIn(FunctionReading function) {
        this.function = function;
        this.policy =
                new PolicyRule(function.key().account(), function.entrances().policy());
    }

    /** The most open first. */
    static List<Invoker> of(FunctionReading function) {
        WaysIn ways = new WaysIn(function);
        function.entrances().urls().forEach(ways::url);
        ways.found.addAll(ways.policy.invokers());
        function.entrances().mappings().forEach(ways::mapping);
        return ways.found.stream()
                .distinct()
                .sorted((a, b) -> a.kind().compareTo(b.kind()))
                .toList();
    }

    private void url(FunctionUrl url) {
        String at = "function URL " + url.url() + (url.qualifier().isEmpty() ? "" : " of alias " + url.qualifier());
        if (!url.open()) {
            add(Kind.CALLER, "signed callers with lambda:InvokeFunctionUrl: " + at + ", AuthType " + url.authType());
        } else if (policy.allowsEveryone(Statement.INVOKE_URL)) {
            add(Kind.ANYONE, "anyone: " + at + ", AuthType " + url.authType());
        } else if (function.unread().contains(Fact.POLICY)) {
            add(Kind.ANYONE, "anyone: " + at + ", AuthType " + url.authType() + "; its policy could not be read");
        } else {
            add(
                    Kind.ANYONE_SOON,
                    "anyone, one permission away: " + at + ", AuthType " + url.authType()
                            + ", no statement allows it yet");
        }
    }

    private void mapping(Mapping mapping) {
        String source = mapping.sourceArn().isEmpty() ? "a self-managed Kafka" : Arn.brief(mapping.sourceArn());
        String most = mapping.maximumConcurrency() < 0 ? "" : ", at most " + mapping.maximumConcurrency() + " at once";
        if (mapping.enabled()) add(Kind.POLL, "polls " + source + most);
        else add(Kind.OFF, "would poll " + source + most + ", but the mapping is disabled");
    }

    private void add(Kind kind, String text) {
        found.add(new Invoker(kind, text));
    }
}
