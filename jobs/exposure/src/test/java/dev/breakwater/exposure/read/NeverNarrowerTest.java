package dev.breakwater.exposure.read;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.breakwater.connectors.lambda.exposure.AccountSurface.ApiSurface.Reach;
import dev.breakwater.exposure.FunctionExposure;
import dev.breakwater.exposure.FunctionExposure.Risk;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Compares random policies of functions, aliases and APIs with IAM's evaluation logic, over a small world of callers.
 */
class NeverNarrowerTest {

    /** {@code -Dbreakwater.worlds=N} draws five times this many policies. */
    private static final int POLICIES = 5 * Integer.getInteger("breakwater.worlds", 1_000);

    private final List<String> narrower = new ArrayList<>();
    private final List<String> unexplained = new ArrayList<>();
    private final Map<String, Integer> wider = new TreeMap<>();
    private final Map<Risk, Integer> verdicts = new TreeMap<>();
    private final Map<String, IamWorld> worlds = new HashMap<>();

    @Test
    void noDrawnPolicyIsJudgedNarrowerThanIamDecidesAndWiderOnlyForAReasonThatIsWrittenDown() {
        for (long seed = 0; seed < POLICIES; seed++) {
            DrawnPolicy drawn = new DrawnPolicy(seed);
            if (seed % 4 == 0) route(seed, drawn);
            else function(seed, drawn);
        }
        System.out.println("exposure: " + POLICIES + " drawn policies, " + verdicts + ", wider " + wider);
        assertThat(narrower).as("judged narrower than IAM decides").isEmpty();
        assertThat(unexplained).as("wider without a reason").isEmpty();
        assertThat(verdicts).containsKeys(Risk.PUBLIC, Risk.UNKNOWN, Risk.SHARED, Risk.INTERNAL);
    }

    /** Draws a function, often with an alias. Each has its own policy, and one of them has a URL. */
    private void function(long seed, DrawnPolicy drawn) {
        String url = drawn.url();
        String alias = drawn.ofAlias() ? "live" : "";
        Map<String, JsonNode> documents = new LinkedHashMap<>();
        documents.put(IamWorld.FUNCTION, drawn.document(IamWorld.FUNCTION));
        if (drawn.ofAlias()) documents.put(IamWorld.ALIAS, drawn.document(IamWorld.ALIAS));
        JudgedSurface surface = new JudgedSurface();
        Map<String, IamEvaluator> iam = new HashMap<>();
        documents.forEach((arn, document) -> {
            surface.allowing(arn.equals(IamWorld.ALIAS) ? "live" : "", document.toString());
            iam.put(arn, new IamEvaluator(document));
        });
        if (!url.isEmpty()) surface.url(alias, url);
        IamWorld world = worlds.computeIfAbsent(url + alias, key -> new IamWorld(url, alias));
        Risk theirs = world.risk(
                r -> iam.containsKey(r.target()) && iam.get(r.target()).allows(r));
        FunctionExposure judged = surface.judged();
        String what = "seed " + seed + ", URL " + url + " of " + alias + ": " + documents.values();
        if (!compare(judged.risk(), theirs, what)) return;
        boolean oneAway = url.equals("NONE") && judged.risk() == Risk.PUBLIC;
        boolean anyService = judged.invokers().get(0).text().startsWith("anyone, through a service");
        explain(WiderReason.of(oneAway, anyService, documents.values()), what);
    }

    /**
     * Draws a route of an API with or without a policy. The route is open, or requires a signature or something
     * unknown.
     */
    private void route(long seed, DrawnPolicy drawn) {
        String authorization = drawn.authorization();
        JsonNode policy = drawn.ofApi();
        String text = policy == null ? "" : policy.toString();
        Risk theirs = Risk.UNKNOWN;
        if (authorization.equals("NONE") || authorization.equals("AWS_IAM")) {
            boolean signed = authorization.equals("AWS_IAM");
            IamEvaluator iam = policy == null ? null : new IamEvaluator(policy);
            IamWorld world = worlds.computeIfAbsent(authorization + " API", key -> new IamWorld(signed));
            theirs = world.risk(r -> iam == null ? !signed : iam.allows(r));
        }
        JudgedSurface surface =
                new JudgedSurface().behind(OnlyTheKnownIsSafeTest.api(authorization, Reach.INTERNET, text));
        String what = "seed " + seed + ", API, " + authorization + ": " + text;
        Risk ours = surface.judged().risk();
        if (!compare(ours, theirs, what)) return;
        boolean asks = ours == Risk.SHARED && theirs == Risk.INTERNAL;
        explain(
                asks ? "an API that asks for something is shared" : WiderReason.of(false, false, List.of(policy)),
                what);
    }

    /** Returns whether the verdict is wider than IAM's. */
    private boolean compare(Risk ours, Risk theirs, String what) {
        verdicts.merge(theirs, 1, Integer::sum);
        if (ours.compareTo(theirs) > 0) narrower.add(ours + ", IAM says " + theirs + ": " + what);
        return ours.compareTo(theirs) < 0;
    }

    private void explain(String reason, String what) {
        if (reason.isEmpty()) unexplained.add(what);
        else wider.merge(reason, 1, Integer::sum);
    }
}
