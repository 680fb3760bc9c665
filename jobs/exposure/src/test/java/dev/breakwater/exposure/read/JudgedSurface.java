package dev.breakwater.exposure.read;

import dev.breakwater.connectors.lambda.exposure.AccountSurface;
import dev.breakwater.connectors.lambda.exposure.AccountSurface.ApiSurface;
import dev.breakwater.exposure.Exposure.Terms;
import dev.breakwater.exposure.ExposureAssessor;
import dev.breakwater.exposure.FunctionExposure;
import dev.breakwater.exposure.model.AccountReading;
import dev.breakwater.exposure.model.AccountReading.FunctionReading;
import dev.breakwater.exposure.model.AccountReading.Gap;
import dev.breakwater.exposure.model.AccountReading.Usage;
import dev.breakwater.model.Scope;
import dev.breakwater.model.exposure.Fact;
import dev.breakwater.model.exposure.FunctionSurface;
import dev.breakwater.model.exposure.FunctionSurface.Url;
import dev.breakwater.model.exposure.FunctionSurface.Variables;
import dev.breakwater.model.function.FunctionFacts;
import dev.breakwater.model.function.FunctionFacts.Capacity;
import dev.breakwater.model.function.FunctionFacts.ReservationFacts;
import dev.breakwater.model.function.FunctionFacts.TriggerFacts;
import dev.breakwater.model.function.OwnTags;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Judges the only function of an account from AWS's answers. */
final class JudgedSurface {

    private static final Scope REF = Scope.function(JudgedPolicy.ACCOUNT, "eu-west-1", "f");

    private final EnumSet<Fact> unread = EnumSet.noneOf(Fact.class);
    private final Map<String, String> policies = new LinkedHashMap<>();
    private final List<Url> urls = new ArrayList<>();
    private List<ApiSurface> apis = List.of();
    private FunctionFacts facts = FunctionFacts.listed(REF, 1_024, "arm64", 30, 0, 512);

    /** A surface that was read completely. */
    JudgedSurface() {}

    static JudgedSurface unread(Set<Fact> parts) {
        JudgedSurface surface = new JudgedSurface();
        surface.unread.addAll(parts);
        return surface;
    }

    /** Adds the resource policy of an alias or version. An empty qualifier means the function itself. */
    JudgedSurface allowing(String qualifier, String document) {
        policies.put(qualifier, document);
        return this;
    }

    /** Does the same with statements in single quotes instead of double quotes. */
    JudgedSurface stating(String qualifier, String... statements) {
        return allowing(
                qualifier,
                ("{'Version':'2012-10-17','Statement':[" + String.join(",", statements) + "]}").replace('\'', '"'));
    }

    JudgedSurface url(String alias, String authType) {
        urls.add(new Url("https://" + alias + "f.example/", alias, authType));
        return this;
    }

    /** Reserves concurrency. A lease tag says that the reservation is Breakwater's limit. */
    JudgedSurface reserving(int value, String lease) {
        facts = facts.with(
                Map.of(OwnTags.LEASE, lease), ReservationFacts.of(value), TriggerFacts.UNKNOWN, Capacity.NONE);
        return this;
    }

    JudgedSurface behind(ApiSurface... those) {
        apis = List.of(those);
        return this;
    }

    FunctionExposure judged() {
        return judged(new ArrayList<>());
    }

    /** @param gaps receives the parts that are not understood */
    FunctionExposure judged(List<Gap> gaps) {
        FunctionSurface function = new FunctionSurface(
                facts,
                "",
                "/aws/lambda/f",
                urls,
                policies,
                List.of(),
                List.of(),
                new Variables(Map.of(), true),
                unread);
        AccountSurface surface = new AccountSurface(
                REF.account(), REF.region(), 1_000, 1_000, true, List.of(function), Map.of(), apis, List.of());
        List<FunctionReading> readings = Surfaces.of(surface, gaps);
        AccountReading account = new AccountReading(REF.account(), REF.region(), 1_000, 1_000);
        Terms terms = new Terms(new JudgedPolicy.NoRates(), 1_000, 1.5, 1_764_000_000_000L);
        return ExposureAssessor.of(List.of(account), readings, Usage.none(), terms)
                .functions()
                .get(0);
    }
}
