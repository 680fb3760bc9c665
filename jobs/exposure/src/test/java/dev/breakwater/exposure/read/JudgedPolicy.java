package dev.breakwater.exposure.read;

import dev.breakwater.exposure.Exposure;
import dev.breakwater.exposure.Exposure.Cost.Rates;
import dev.breakwater.exposure.Exposure.Terms;
import dev.breakwater.exposure.ExposureAssessor;
import dev.breakwater.exposure.FunctionExposure;
import dev.breakwater.exposure.model.AccountReading;
import dev.breakwater.exposure.model.AccountReading.EntryPoints;
import dev.breakwater.exposure.model.AccountReading.EntryPoints.Apis;
import dev.breakwater.exposure.model.AccountReading.FunctionReading;
import dev.breakwater.exposure.model.AccountReading.FunctionReading.Outputs;
import dev.breakwater.exposure.model.AccountReading.Usage;
import dev.breakwater.model.Scope;
import dev.breakwater.model.exposure.Fact;
import dev.breakwater.model.exposure.FunctionSurface.SourceMapping;
import dev.breakwater.model.exposure.FunctionSurface.Url;
import dev.breakwater.model.function.FunctionFacts;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Judges one function from policy documents in AWS's form. */
final class JudgedPolicy {

    static final String ACCOUNT = "111122223333";
    static final String ARN = "arn:aws:lambda:eu-west-1:111122223333:function:f";

    private JudgedPolicy() {}

    /** Reads statements with single quotes instead of double quotes. */
    static FunctionExposure of(String... statements) {
        return behind(EntryPoints.none(), statements);
    }

    /** Adds a function URL. An empty type means none. */
    static FunctionExposure withUrl(String authType, String... statements) {
        List<Url> urls = authType.isEmpty() ? List.of() : List.of(new Url("https://f.example/", "", authType));
        return behind(new EntryPoints(urls, Map.of(), List.of(), Apis.none()), statements);
    }

    /** Adds the entry points besides the statements. */
    static FunctionExposure behind(EntryPoints ways, String... statements) {
        return ofDocument(
                ways,
                ("{'Version':'2012-10-17','Statement':[" + String.join(",", statements) + "]}").replace('\'', '"'));
    }

    static FunctionExposure polling(SourceMapping mapping) {
        return behind(new EntryPoints(List.of(), Map.of(), List.of(mapping), Apis.none()));
    }

    /** Does the same as the command: a policy that is not understood counts as unread. */
    static FunctionExposure ofDocument(EntryPoints ways, String document) {
        PolicyJson policy = PolicyJson.ofResource(document);
        FunctionReading reading = new FunctionReading(
                FunctionFacts.listed(Scope.function(ACCOUNT, "eu-west-1", "f"), 1_024, "arm64", 30, 0, 512),
                new EntryPoints(ways.urls(), Map.of("", policy.statements()), ways.mappings(), ways.apis()),
                Outputs.unknown(),
                policy.problems().isEmpty() ? Set.of() : Set.of(Fact.POLICY));
        Exposure exposure = ExposureAssessor.of(
                List.of(new AccountReading(ACCOUNT, "eu-west-1", 1_000, 1_000)),
                List.of(reading),
                Usage.none(),
                new Terms(new NoRates(), 1_000, 1.5, 1_764_000_000_000L));
        return exposure.functions().get(0);
    }

    /** Prices of zero. */
    static final class NoRates implements Rates {

        @Override
        public double usdPerGbSecond(Scope function, String architecture) {
            return 0;
        }

        @Override
        public double usdPerRequest(Scope function) {
            return 0;
        }
    }
}
