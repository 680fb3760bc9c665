package dev.breakwater.connectors.aws;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * A failed call as a value.
 *
 * @param outcome          the meaning of the failure
 * @param retryAfterMillis the wait that the service requested, 0..60,000 ms; 0 without a request
 * @param code             the service's error code, or the exception's simple name
 * @param detail           the service's message without control characters, at most 300 characters
 */
public record AwsFailure(Outcome outcome, long retryAfterMillis, String code, String detail) {

    /** The advice for a machine without credentials. */
    public static final String SET_THEM = "set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY";

    private static final String NO_CREDENTIALS = "NoCredentials";
    private static final int DETAIL_LIMIT = 300;
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

    private static final long FIRST_MILLIS = 1_000;
    private static final long LONGEST_MILLIS = 60_000;

    /** The wait after a refusal, in ms. The wait is long, because an early attempt would fail too. */
    public static final long DENIED_MILLIS = 15 * 60_000;

    /** Classifies an SDK exception. */
    public static AwsFailure of(SdkException failure) {
        if (failure instanceof AwsServiceException service) {
            return ofService(service);
        }
        String message = failure.getMessage() == null ? "" : failure.getMessage();
        if (message.startsWith("Unable to load credentials from any")) {
            // without credentials, the SDK's message lists all its providers and each provider's problem
            return of(Outcome.DENIED, NO_CREDENTIALS, SET_THEM);
        }
        String name = failure.getClass().getSimpleName();
        return new AwsFailure(ofClient(failure), 0, name, clean(failure.getMessage()));
    }

    /** Creates a failure that Breakwater found itself, without an exception of the SDK. */
    public static AwsFailure of(Outcome outcome, String code, String detail) {
        return new AwsFailure(outcome, 0, code, clean(detail));
    }

    /** Returns whether the machine has no credentials at all. */
    public boolean lacksCredentials() {
        return code.equals(NO_CREDENTIALS);
    }

    /** Returns the failure as one line for a ledger or a terminal. */
    public String text() {
        return detail.isEmpty() ? code : code + ": " + detail;
    }

    private static AwsFailure ofService(AwsServiceException failure) {
        AwsErrorDetails details = failure.awsErrorDetails();
        String code = details == null || details.errorCode() == null ? "" : details.errorCode();
        String message = details == null ? failure.getMessage() : details.errorMessage();
        Outcome outcome = classify(code, failure.statusCode(), failure.isThrottlingException());
        String shown = code.isEmpty() ? "HTTP " + failure.statusCode() : clean(code);
        return new AwsFailure(outcome, retryAfter(details), shown, clean(message));
    }

    /**
     * Decides the outcome. The error code has priority over the HTTP status, because gateways use statuses loosely. For
     * example, a 404 without a code may mean a wrong address.
     */
    static Outcome classify(String code, int status, boolean throttling) {
        String lower = code.toLowerCase(Locale.ROOT);
        if (throttling || status == 429 || lower.contains("throttl") || lower.contains("toomanyrequests")) {
            return Outcome.THROTTLED;
        }
        if (lower.contains("notfound") || lower.startsWith("nosuch")) {
            return Outcome.MISSING;
        }
        if (isDenial(lower, status)) {
            return Outcome.DENIED;
        }
        if (status >= 500
                || status == 408
                || status == 409
                || lower.contains("resourceconflict")
                // the event source mapping is still changing, which takes seconds to minutes; AWS answers with status
                // 400 in this case
                || lower.contains("resourceinuse")) {
            return Outcome.TRANSIENT;
        }
        // redirects are never followed, and another attempt would not help
        boolean understood = status >= 300 && status < 400 || status == 400 || status == 422;
        return understood ? Outcome.INVALID : Outcome.UNKNOWN;
    }

    private static boolean isDenial(String code, int status) {
        return status == 401
                || status == 403
                || code.contains("accessdenied")
                || code.contains("unauthorized")
                || code.contains("expiredtoken")
                || code.contains("unrecognizedclient")
                || code.contains("invalidclienttokenid")
                || code.contains("signature")
                || code.contains("missingauthenticationtoken");
    }

    private static Outcome ofClient(SdkException failure) {
        if (failure instanceof ApiCallTimeoutException
                || failure instanceof ApiCallAttemptTimeoutException
                || failure instanceof AbortedException
                || hasCause(failure, IOException.class)) {
            return Outcome.TRANSIENT;
        }
        String message = failure.getMessage();
        boolean credentials =
                message != null && message.toLowerCase(Locale.ROOT).contains("credentials");
        return credentials ? Outcome.DENIED : Outcome.UNKNOWN;
    }

    private static boolean hasCause(Throwable failure, Class<? extends Throwable> type) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < 10; depth++) {
            if (type.isInstance(cause)) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    private static long retryAfter(AwsErrorDetails details) {
        if (details == null || details.sdkHttpResponse() == null) {
            return 0;
        }
        Optional<String> header = details.sdkHttpResponse().firstMatchingHeader("Retry-After");
        // AWS never sends a date in this header; if the header has no digits, the caller's own backoff applies
        return header.filter(value -> value.matches("\\d{1,6}"))
                .map(value -> Math.min(Long.parseLong(value) * 1000, LONGEST_WAIT.toMillis()))
                .orElse(0L);
    }

    private static String clean(String text) {
        if (text == null) {
            return "";
        }
        String flat = CONTROL.matcher(text).replaceAll(" ");
        return flat.length() <= DETAIL_LIMIT ? flat : flat.substring(0, DETAIL_LIMIT);
    }

    /**
     * @param failures the number of failures in a row, at least 1
     * @param failure the last failure, or null if only some of the queries were not answered
     */
    public static long backoffMillis(int failures, AwsFailure failure) {
        if (failure != null && failure.outcome() == Outcome.DENIED) {
            return DENIED_MILLIS;
        }
        long doubled = FIRST_MILLIS << Math.min(failures - 1, 6);
        long asked = failure == null ? 0 : failure.retryAfterMillis();
        return Math.max(asked, Math.min(LONGEST_MILLIS, doubled));
    }
}
