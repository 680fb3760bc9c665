package dev.breakwater.core.exposure;

import dev.breakwater.core.exposure.Invoker.Kind;
import java.util.ArrayList;
import java.util.List;

/** Who can start a function, from its URLs, its policy, its mappings and its APIs. */
final class WaysIn {

    private static final String ONE_AWAY = "anyone, one permission away: ";

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
        ways.found.addAll(PolicyWays.of(function, ways.policy));
        ways.found.addAll(new ApiWays(function).routes());
        function.entrances().mappings().forEach(ways::mapping);
        return ways.found.stream()
                .distinct()
                .sorted((a, b) -> a.kind().compareTo(b.kind()))
                .toList();
    }

    private void url(FunctionUrl url) {
        String at = "function URL " + url.url() + (url.qualifier().isEmpty() ? "" : " of alias " + url.qualifier())
                + ", AuthType " + url.authType();
        Caller caller = url.open() ? Caller.ANONYMOUS : Caller.STRANGER;
        if (url.open() && policy.shuts(caller, url.door(), arn(url))) {
            add(Kind.OFF, at + ", but a Deny keeps everybody out");
        } else if (policy.lets(caller, url.door())) {
            add(Kind.ANYONE, (url.open() ? "anyone: " : "anyone with an AWS account: ") + at);
        } else if (url.open() && function.unread().contains(Fact.POLICY)) {
            add(Kind.ANYONE, "anyone: " + at + "; its policy could not be read");
        } else if (policy.allows(caller, url.door(), Statement.INVOKE_URL)) {
            add(Kind.ANYONE_SOON, ONE_AWAY + at + ", " + Statement.INVOKE + " by the URL is not allowed yet");
        } else if (url.open()) {
            add(Kind.ANYONE_SOON, ONE_AWAY + at + ", no statement allows it yet");
        } else {
            add(Kind.CALLER, "signed callers with " + Statement.INVOKE_URL + ": " + at);
        }
    }

    private String arn(FunctionUrl url) {
        String arn = function.key().arn();
        return url.qualifier().isEmpty() ? arn : arn + ":" + url.qualifier();
    }

    private void mapping(Mapping mapping) {
        String owner = Arn.account(mapping.sourceArn());
        boolean foreign = !owner.isEmpty() && !owner.equals(function.key().account());
        String source = (mapping.sourceArn().isEmpty() ? "a self-managed Kafka" : Arn.brief(mapping.sourceArn()))
                + (foreign ? " of another account, " + owner : "");
        String most = mapping.maximumConcurrency() < 0 ? "" : ", at most " + mapping.maximumConcurrency() + " at once";
        if (mapping.enabled()) add(foreign ? Kind.POLL_OF_OTHER : Kind.POLL, "polls " + source + most);
        else add(Kind.OFF, "would poll " + source + most + ", but the mapping is disabled");
    }

    private void add(Kind kind, String text) {
        found.add(new Invoker(kind, text));
    }
}
