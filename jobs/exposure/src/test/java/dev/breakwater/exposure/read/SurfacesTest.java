package dev.breakwater.exposure.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.lambda.exposure.AccountSurface.ApiSurface;
import dev.breakwater.connectors.lambda.exposure.AccountSurface.ApiSurface.Reach;
import dev.breakwater.exposure.Cap;
import dev.breakwater.exposure.FunctionExposure;
import dev.breakwater.exposure.FunctionExposure.Risk;
import dev.breakwater.exposure.entry.Invokers.Invoker;
import dev.breakwater.exposure.model.AccountReading.Gap;
import dev.breakwater.model.exposure.Fact;
import dev.breakwater.model.function.LeaseTag;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the verdict from AWS's answers, if an answer is not understood or is about APIs. */
class SurfacesTest {

    private static final String PRIVATE = "{'Effect':'Allow','Principal':{'AWS':'111122223333'},"
            + "'Action':'lambda:InvokeFunction','Resource':'*'}";

    private final List<Gap> gaps = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "not JSON",
                "",
                "[]",
                "null",
                "{'Version':'2026-01-01','Statement':[STATEMENT]}",
                "{'Version':7,'Statement':[STATEMENT]}",
                "{'Statement':[{'Effect':'Allow','Principal':{'Robot':'x'},'Action':'lambda:*','Resource':'*'}]}",
                "{'Statement':[{'Effect':'Allow','Principal':{'AWS':'everybody'},'Action':'lambda:*','Resource':'*'}]}",
                "{'Statement':[{'Effect':'Allow','Principal':{'AWS':'arn:aws:iam::*:root'},'Action':'lambda:*'}]}",
                "{'Statement':[{'Effect':'Allow','Principal':{'Service':'S3'},'Action':'lambda:*','Resource':'*'}]}",
                "{'Statement':[{'Effect':'Allow','Principal':{'AWS':[]},'Action':'lambda:*','Resource':'*'}]}",
                "{'Statement':[{'Effect':'Allow','NotPrincipal':'*','Action':'lambda:*','Resource':'*'}]}",
                "{'Statement':[{'Effect':'Allow','Action':'lambda:*','Resource':'*'}]}",
                "{'Statement':[STATEMENT,{'Effect':'Maybe'}]}",
                "{'Statement':[STATEMENT,{'Effect':'Deny','Principal':'*','Action':'*','Resource':'*','condition':{}}]}",
                "LONG",
            })
    void aPolicyThatIsNotUnderstoodIsUnknownAndNamedAndNeverInternal(String document) {
        String padded = "{'Statement':[" + PRIVATE + "],'Id':'" + "x".repeat(20 * 1024) + "'}";
        String text =
                document.replace("LONG", padded).replace("STATEMENT", PRIVATE).replace('\'', '"');
        FunctionExposure judged = judged(List.of(text), Set.of());
        assertThat(judged.risk()).isEqualTo(Risk.UNKNOWN);
        assertThat(judged.unsure()).isTrue();
        assertThat(gaps).isNotEmpty();
        assertThat(gaps.get(0).text())
                .startsWith("the resource policy of f: ")
                .endsWith("it is unknown who may invoke the function");
    }

    @Test
    void aLimitOfOursIsNamedBesideTheReservationThatItWillRestore() {
        String lease = new LeaseTag(5, 40, List.of(), 0, "test", "k3f9").text();
        Cap ours = new JudgedSurface().reserving(5, lease).judged().cap();
        assertThat(ours.concurrency()).isEqualTo(40);
        assertThat(ours.text()).isEqualTo("its own reservation; " + Cap.THROTTLED);
        Cap changed = new JudgedSurface().reserving(7, lease).judged().cap();
        assertThat(changed.concurrency()).isEqualTo(7);
        assertThat(changed.text()).isEqualTo("its own reservation");
    }

    @Test
    void aPolicyOfTwentyKilobytesIsRead() {
        String start = "{\"Statement\":[" + PRIVATE.replace('\'', '"') + "],\"Id\":\"";
        String text = start + "x".repeat(20 * 1024 - start.length() - 2) + "\"}";
        assertThat(judged(List.of(text), Set.of()).risk()).isEqualTo(Risk.INTERNAL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"VERSIONS", "ALIASES", "POLICY", "URLS", "APIS"})
    void whatDecidesPublicAndWasNotReadIsNotCalledClosed(Fact unread) {
        assertThat(judged(List.of(), Set.of(unread)).risk()).isEqualTo(Risk.UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "INTERNET | NONE | false | prod | | PUBLIC | anyone: HTTP API pets (a1b2c3), GET /pets asks for nothing",
                "INTERNET | '' | false | prod | | PUBLIC | asks for nothing",
                "INTERNET | NONE | true | prod | | SHARED | asks for an API key",
                "INTERNET | AWS_IAM | true | prod | | SHARED | asks for an API key",
                "INTERNET | COGNITO_USER_POOLS | true | prod | | SHARED | asks for an API key",
                "INTERNET | CUSTOM | true | prod | | UNKNOWN | asks for credentials that its authoriser accepts",
                "INTERNET | JWT | false | prod | | UNKNOWN | asks for a token",
                "INTERNET | CUSTOM | false | prod | | UNKNOWN | asks for credentials that its authoriser accepts",
                "INTERNET | AWS_IAM | false | prod | | SHARED | asks for a signature",
                "INTERNET | NONE | false | '' | | INTERNAL | no stage serves it",
                "PRIVATE | NONE | false | prod | | UNKNOWN | possibly public",
                "OWN_DOMAINS | NONE | false | prod | | UNKNOWN | does not read what its domains require",
                "INTERNET | NONE | false | prod | * | PUBLIC | asks for nothing",
                "INTERNET | NONE | false | prod | 111122223333 | SHARED | admits the callers in its" + " policy",
                "INTERNET | NONE | false | prod | nobody | UNKNOWN | exposure could not understand",
            })
    void aRouteIsOpenWhereNeitherItNorItsApiAsksForAnything(
            Reach reach, String authorization, boolean key, String stage, String named, Risk risk, String text) {
        Set<String> functions = Set.of(JudgedPolicy.ARN);
        String policy = named == null
                ? ""
                : "{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"" + named
                        + "\"},\"Action\":\"execute-api:Invoke\",\"Resource\":\"execute-api:/*\"}}";
        ApiSurface api = new ApiSurface(
                "a1b2c3",
                "pets",
                "HTTP",
                reach,
                stage.isEmpty() ? List.of() : List.of(new ApiSurface.Stage(stage, "")),
                policy,
                List.of(new ApiSurface.Route("GET /pets", functions, authorization, key)));
        FunctionExposure judged = judged(List.of(), Set.of(), api);
        assertThat(judged.risk()).isEqualTo(risk);
        assertThat(judged.invokers())
                .extracting(Invoker::text)
                .singleElement()
                .asString()
                .contains(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "REST | arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/shop/0a1b | ; WAF shop before stage prod, no WAF before stage test",
                "REST | arn:aws:waf-regional:eu-west-1:111122223333:webacl/0a1b | ; WAF 0a1b before stage prod, no WAF before stage test",
                "REST | '' | ; no WAF before stage prod, no WAF before stage test",
                "HTTP | '' | ; no WAF (HTTP APIs cannot have one)",
                "WEBSOCKET | '' | ; no WAF (WEBSOCKET APIs cannot have one)",
            })
    void aRouteThatAsksForNothingIsPublicBehindAWafTooAndSaysWhichStandsBeforeWhichStage(
            String kind, String webAcl, String text) {
        ApiSurface api = new ApiSurface(
                "a1b2c3",
                "pets",
                kind,
                Reach.INTERNET,
                List.of(new ApiSurface.Stage("prod", webAcl), new ApiSurface.Stage("test", "")),
                "",
                List.of(new ApiSurface.Route("GET /pets", Set.of(JudgedPolicy.ARN), "NONE", false)));
        FunctionExposure judged = judged(List.of(), Set.of(), api);
        assertThat(judged.risk()).isEqualTo(Risk.PUBLIC);
        assertThat(judged.invokers().get(0).text()).endsWith("asks for nothing" + text);
    }

    private FunctionExposure judged(List<String> policies, Set<Fact> unread, ApiSurface... apis) {
        JudgedSurface surface = JudgedSurface.unread(unread).behind(apis);
        for (String policy : policies) surface.allowing("", policy);
        return surface.judged(gaps);
    }
}
