package dev.breakwater.exposure.read;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.breakwater.exposure.FunctionExposure;
import dev.breakwater.exposure.Risk;
import dev.breakwater.exposure.model.EntryPoints;
import dev.breakwater.exposure.model.EntryPoints.Apis;
import dev.breakwater.exposure.model.EntryPoints.FunctionUrl;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Drawn policies, held against IAM's evaluation logic over a small world of callers. */
class NeverNarrowerTest {

    /** {@code -Dbreakwater.worlds=N} draws five times as many. */
    private static final int POLICIES = 5 * Integer.getInteger("breakwater.worlds", 1_000);

    private final List<String> narrower = new ArrayList<>();
    private final List<String> unexplained = new ArrayList<>();
    private final Map<String, Integer> wider = new TreeMap<>();
    private final Map<Risk, Integer> verdicts = new TreeMap<>();

    @Test
    void noDrawnPolicyIsJudgedNarrowerThanIamDecidesAndWiderOnlyForAReasonThatIsWrittenDown() {
        Map<String, IamWorld> worlds =
                Map.of("", new IamWorld(""), "NONE", new IamWorld("NONE"), "AWS_IAM", new IamWorld("AWS_IAM"));
        IamWorld old = new IamWorld("AWS_IAM", true);
        for (long seed = 0; seed < POLICIES; seed++) {
            DrawnPolicy drawn = new DrawnPolicy(seed);
            String url = drawn.url();
            compare(seed, url, drawn.document(), worlds.get(url), old);
        }
        System.out.println("exposure: " + POLICIES + " drawn policies, " + verdicts + ", wider " + wider);
        assertThat(narrower).as("judged narrower than IAM decides").isEmpty();
        assertThat(unexplained).as("wider without a reason").isEmpty();
        assertThat(verdicts).containsKeys(Risk.PUBLIC, Risk.SHARED, Risk.INTERNAL);
    }

    private void compare(long seed, String url, ObjectNode document, IamWorld world, IamWorld old) {
        FunctionExposure judged = judged(url, document);
        Risk ours = judged.risk();
        IamEvaluator iam = new IamEvaluator(document);
        Risk theirs = verdict(world, iam);
        verdicts.merge(theirs, 1, Integer::sum);
        String what = ours + ", IAM says " + theirs + ": seed " + seed + ", URL " + url + ": " + document;
        if (ours.compareTo(theirs) > 0) narrower.add(what);
        if (ours.compareTo(theirs) >= 0) return;
        boolean oneAway =
                url.equals("NONE") && ours == Risk.PUBLIC || url.equals("AWS_IAM") && ours == verdict(old, iam);
        boolean anyService = judged.invokers().get(0).text().startsWith("anyone, through a service");
        String reason = WiderReason.of(oneAway, anyService, document);
        if (reason.isEmpty()) unexplained.add(what);
        else wider.merge(reason, 1, Integer::sum);
    }

    private static Risk verdict(IamWorld world, IamEvaluator iam) {
        return world.isPublic(iam) ? Risk.PUBLIC : world.isShared(iam) ? Risk.SHARED : Risk.INTERNAL;
    }

    private static FunctionExposure judged(String url, ObjectNode document) {
        List<FunctionUrl> urls = url.isEmpty() ? List.of() : List.of(new FunctionUrl("https://f.example/", "", url));
        return JudgedPolicy.ofDocument(new EntryPoints(urls, Map.of(), List.of(), Apis.none()), document.toString());
    }
}
