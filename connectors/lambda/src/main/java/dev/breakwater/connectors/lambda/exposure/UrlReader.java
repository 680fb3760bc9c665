package dev.breakwater.connectors.lambda.exposure;

import dev.breakwater.connectors.aws.Answer;
import dev.breakwater.connectors.aws.Outcome;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.GetFunctionUrlConfigResponse;

/**
 * Reads the URLs of functions: all of one function in a call, or, if that call is refused or missing, one by one. A
 * call that failed once is not tried again.
 */
final class UrlReader {

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
        List<String> qualifiers = new ArrayList<>();
        qualifiers.add(null);
        qualifiers.addAll(aliases);
        List<Url> urls = new ArrayList<>();
        for (String qualifier : qualifiers) {
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

    /** An ARN of eight parts ends in the alias. */
    private static Url url(String url, String arn, String authType) {
        String[] part = (arn == null ? "" : arn).split(":");
        return new Url(url, part.length == 8 ? part[7] : "", authType == null ? "unknown" : authType);
    }
}
