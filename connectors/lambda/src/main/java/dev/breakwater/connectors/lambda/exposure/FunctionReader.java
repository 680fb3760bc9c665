package dev.breakwater.connectors.lambda.exposure;

import dev.breakwater.connectors.aws.Answer;
import dev.breakwater.connectors.aws.AwsFailure;
import dev.breakwater.connectors.aws.Outcome;
import dev.breakwater.connectors.lambda.exposure.AccountSurface.SdkRecords;
import dev.breakwater.connectors.lambda.exposure.CallPace.Paces;
import dev.breakwater.connectors.lambda.inventory.LambdaPlaceDirectory;
import dev.breakwater.connectors.lambda.lever.ReservedConcurrencyLever;
import dev.breakwater.model.Scope;
import dev.breakwater.model.exposure.Fact;
import dev.breakwater.model.exposure.FunctionSurface;
import dev.breakwater.model.exposure.FunctionSurface.SentTo;
import dev.breakwater.model.exposure.FunctionSurface.SourceMapping;
import dev.breakwater.model.exposure.FunctionSurface.Url;
import dev.breakwater.model.function.FunctionFacts;
import dev.breakwater.model.function.FunctionFacts.Capacity;
import dev.breakwater.model.function.FunctionFacts.ReservationFacts;
import dev.breakwater.model.function.FunctionFacts.TriggerFacts;
import dev.breakwater.model.function.LimitReading.LimitValue;
import dev.breakwater.model.kind.ResourceKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.DestinationConfig;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.GetFunctionUrlConfigResponse;

/** Reads one function part by part. If one part cannot be read, the other parts still count. */
final class FunctionReader {

    /** The largest number of versions that are read. A call takes about a tenth of a second. */
    private static final int VERSIONS_AT_MOST = 100;

    private static final AwsFailure TOO_MANY = AwsFailure.of(
            Outcome.INVALID, "TooManyVersions", "only the policies of the newest " + VERSIONS_AT_MOST + " are read");

    private final LambdaClient lambda;
    private final SurfaceCalls calls;
    private final Paces paces;
    private final UrlReader urls;

    FunctionReader(LambdaClient lambda, SurfaceCalls calls, Paces paces) {
        this.lambda = lambda;
        this.calls = calls;
        this.paces = paces;
        this.urls = new UrlReader(lambda, calls, paces.control());
    }

    /** Reads one function. Returns nothing if the function was deleted after it was listed. */
    Optional<FunctionSurface> read(Scope scope, FunctionConfiguration found, List<SourceMapping> mappings) {
        return new Reading(scope, found).read(mappings);
    }

    /** Reads one function. */
    private final class Reading {

        private final Scope scope;
        private final FunctionConfiguration found;
        private final Set<Fact> unread = EnumSet.noneOf(Fact.class);

        Reading(Scope scope, FunctionConfiguration found) {
            this.scope = scope;
            this.found = found;
        }

        Optional<FunctionSurface> read(List<SourceMapping> mappings) {
            Answer<Map<String, String>> tags = calls.ask(
                    paces.control(),
                    () -> lambda.listTags(r -> r.resource(ResourceKind.arnOf(scope)))
                            .tags());
            if (tags.failedAs(Outcome.MISSING)) return Optional.empty();
            int reservation = orElse(Fact.RESERVATION, reservation(), LimitValue.NONE);
            FunctionFacts facts = LambdaPlaceDirectory.facts(scope.account(), scope.region(), found)
                    .with(
                            orElse(Fact.TAGS, tags, Map.of()),
                            ReservationFacts.of(reservation),
                            TriggerFacts.UNKNOWN,
                            Capacity.NONE);
            List<String> aliases = orElse(Fact.ALIASES, aliases(), List.of());
            List<Url> open = orElse(Fact.URLS, urls.read(scope.key(), aliases), List.of());
            return Optional.of(new FunctionSurface(
                    facts,
                    found.role() == null ? "" : found.role(),
                    SdkRecords.logGroup(found),
                    open,
                    policies(aliases, orElse(Fact.VERSIONS, versions(), List.of())),
                    mappings,
                    sentTo(aliases),
                    SdkRecords.variables(found),
                    unread));
        }

        private Answer<Integer> reservation() {
            return calls.ask(paces.control(), () -> ReservedConcurrencyLever.value(lambda, scope.key()));
        }

        private Answer<List<String>> aliases() {
            return calls.pages(
                    paces.control(),
                    marker ->
                            lambda.listAliases(r -> r.functionName(scope.key()).marker(marker)),
                    page -> page.aliases().stream().map(a -> a.name()).toList(),
                    page -> page.nextMarker());
        }

        /** Returns the numbers of versions, the newest first. */
        private Answer<List<String>> versions() {
            Answer<List<String>> all = calls.pages(
                    paces.control(),
                    marker -> lambda.listVersionsByFunction(
                            r -> r.functionName(scope.key()).marker(marker)),
                    page -> page.versions().stream().map(v -> v.version()).toList(),
                    page -> page.nextMarker());
            if (!all.ok()) return all;
            List<String> numbers = new ArrayList<>(
                    all.value().stream().filter(v -> v.matches("\\d+")).toList());
            Collections.reverse(numbers);
            return Answer.of(numbers);
        }

        /** Reads the policies. GetPolicy has its own rate limit. */
        private Map<String, String> policies(List<String> aliases, List<String> versions) {
            List<String> qualifiers = qualifiers(aliases);
            qualifiers.addAll(versions.subList(0, Math.min(VERSIONS_AT_MOST, versions.size())));
            if (versions.size() > VERSIONS_AT_MOST) {
                unread.add(Fact.VERSIONS);
                calls.failed(Fact.VERSIONS, scope.key(), TOO_MANY);
            }
            Map<String, String> policies = new LinkedHashMap<>();
            for (String qualifier : qualifiers) {
                Answer<String> policy = calls.ask(
                        paces.policies(),
                        () -> lambda.getPolicy(r -> r.functionName(scope.key()).qualifier(qualifier))
                                .policy());
                if (policy.ok()) policies.put(qualifier == null ? "" : qualifier, policy.value());
                else unlessMissing(Fact.POLICY, policy.failure());
            }
            return policies;
        }

        private List<SentTo> sentTo(List<String> aliases) {
            List<SentTo> sent = new ArrayList<>(SdkRecords.deadLetters(found));
            for (String qualifier : qualifiers(aliases)) {
                Answer<Optional<DestinationConfig>> config = calls.ask(
                        paces.control(),
                        () -> Optional.ofNullable(lambda.getFunctionEventInvokeConfig(
                                        r -> r.functionName(scope.key()).qualifier(qualifier))
                                .destinationConfig()));
                if (config.ok()) config.value().map(SdkRecords::destinations).ifPresent(sent::addAll);
                else unlessMissing(Fact.DESTINATIONS, config.failure());
            }
            return sent.stream().distinct().toList();
        }

        private <T> T orElse(Fact part, Answer<T> answer, T nothing) {
            if (answer.ok()) return answer.value();
            unlessMissing(part, answer.failure());
            return nothing;
        }

        /** Records a part that could not be read. A part that does not exist counts as successfully read. */
        private void unlessMissing(Fact part, AwsFailure failure) {
            if (failure.outcome() == Outcome.MISSING) return;
            unread.add(part);
            calls.failed(part, scope.key(), failure);
        }
    }

    /** Returns the qualifiers to read: null for the function itself, and each alias. */
    private static List<String> qualifiers(List<String> aliases) {
        List<String> qualifiers = new ArrayList<>();
        qualifiers.add(null);
        qualifiers.addAll(aliases);
        return qualifiers;
    }

    /**
     * Reads the URLs of functions. All URLs of a function are read in one call. If that call is refused or missing, the
     * URLs are read one by one. A call that failed once is not repeated.
     */
    static final class UrlReader {

        private final LambdaClient lambda;
        private final SurfaceCalls calls;
        private final CallPace pace;
        private boolean listing = true;

        UrlReader(LambdaClient lambda, SurfaceCalls calls, CallPace pace) {
            this.lambda = lambda;
            this.calls = calls;
            this.pace = pace;
        }

        Answer<List<Url>> read(String function, List<String> aliases) {
            if (listing) {
                Answer<List<Url>> listed = listed(function);
                if (listed.ok() || listed.failedAs(Outcome.MISSING)) return listed;
                listing = listed.failure().outcome().worthRepeating();
            }
            return oneByOne(function, aliases);
        }

        private Answer<List<Url>> listed(String function) {
            return calls.pages(
                    pace,
                    marker -> lambda.listFunctionUrlConfigs(
                            r -> r.functionName(function).marker(marker)),
                    page -> page.functionUrlConfigs().stream()
                            .map(u -> url(u.functionUrl(), u.functionArn(), u.authTypeAsString()))
                            .toList(),
                    page -> page.nextMarker());
        }

        private Answer<List<Url>> oneByOne(String function, List<String> aliases) {
            List<Url> urls = new ArrayList<>();
            for (String qualifier : qualifiers(aliases)) {
                Answer<GetFunctionUrlConfigResponse> url = calls.ask(
                        pace,
                        () -> lambda.getFunctionUrlConfig(
                                r -> r.functionName(function).qualifier(qualifier)));
                if (url.ok()) {
                    GetFunctionUrlConfigResponse u = url.value();
                    urls.add(url(u.functionUrl(), u.functionArn(), u.authTypeAsString()));
                } else if (!url.failedAs(Outcome.MISSING)) {
                    return Answer.failed(url.failure());
                }
            }
            return Answer.of(urls.stream().distinct().toList());
        }

        /** Creates a URL. If the ARN has eight parts, the last part is the name of the alias. */
        private static Url url(String url, String arn, String authType) {
            String[] part = (arn == null ? "" : arn).split(":");
            return new Url(url, part.length == 8 ? part[7] : "", authType == null ? "unknown" : authType);
        }
    }
}
