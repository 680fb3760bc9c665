package dev.breakwater.connectors.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.SdkHttpResponse;

class AwsFailureTest {

    @ParameterizedTest(name = "{0} with {1} is {2}")
    @CsvSource({
        "TooManyRequestsException, 429, THROTTLED",
        "ThrottlingException, 400, THROTTLED",
        "'', 429, THROTTLED",
        "ResourceNotFoundException, 404, MISSING",
        "NoSuchEntity, 404, MISSING",
        "'', 404, UNKNOWN",
        "AccessDeniedException, 403, DENIED",
        "AccessDenied, 400, DENIED",
        "ExpiredTokenException, 400, DENIED",
        "UnrecognizedClientException, 400, DENIED",
        "InvalidSignatureException, 400, DENIED",
        "'', 403, DENIED",
        "'', 401, DENIED",
        "ServiceException, 500, TRANSIENT",
        "'', 503, TRANSIENT",
        "'', 408, TRANSIENT",
        "ResourceConflictException, 409, TRANSIENT",
        "ResourceInUseException, 400, TRANSIENT",
        "InvalidParameterValueException, 400, INVALID",
        "ValidationException, 400, INVALID",
        "'', 302, INVALID",
        "'', 418, UNKNOWN",
        "'', 0, UNKNOWN",
    })
    void classifiesWhatTheServiceSays(String code, int status, Outcome expected) {
        assertThat(AwsFailure.of(service(code, status, "")).outcome()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"7, 7000", "600, 60000", "soon, 0", "'', 0"})
    void retryAfterIsReadAndCapped(String header, long millis) {
        AwsFailure failure = AwsFailure.of(service("TooManyRequestsException", 429, header));
        assertThat(failure.retryAfterMillis()).isEqualTo(millis);
    }

    @Test
    void classifiesWhatHappensBeforeAnAnswer() {
        assertThat(of(ApiCallTimeoutException.create(3_000))).isEqualTo(Outcome.TRANSIENT);
        assertThat(of(SdkClientException.create("broken", new IOException("reset"))))
                .isEqualTo(Outcome.TRANSIENT);
        assertThat(of(SdkClientException.create("Unable to load credentials from any of the providers")))
                .isEqualTo(Outcome.DENIED);
        assertThat(of(SdkClientException.create("strange"))).isEqualTo(Outcome.UNKNOWN);
    }

    @Test
    void withoutCredentialsItSaysWhatToSetAndNotEveryProviderThatWasAsked() {
        AwsFailure failure = AwsFailure.of(SdkClientException.create("Unable to load credentials from any of the"
                + " providers in the chain AwsCredentialsProviderChain(credentialsProviders=[...])"));
        assertThat(failure.lacksCredentials()).isTrue();
        assertThat(failure.text())
                .isEqualTo("NoCredentials: set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY");
    }

    @Test
    void detailsAreOneLineAndCapped() {
        AwsFailure failure = AwsFailure.of(Outcome.INVALID, "C", "a\nb" + "x".repeat(1_000));
        assertThat(failure.detail()).startsWith("a b").hasSize(300);
    }

    @Test
    void anAnswerWithoutWordsIsItsCodeAlone() {
        assertThat(AwsFailure.of(Outcome.MISSING, "HTTP 404", "").text()).isEqualTo("HTTP 404");
        assertThat(AwsFailure.of(Outcome.DENIED, "AccessDenied", "no").text()).isEqualTo("AccessDenied: no");
    }

    private static Outcome of(SdkClientException failure) {
        return AwsFailure.of(failure).outcome();
    }

    private static AwsServiceException service(String code, int status, String retryAfter) {
        SdkHttpResponse.Builder response = SdkHttpResponse.builder().statusCode(status);
        if (!retryAfter.isEmpty()) {
            response.putHeader("Retry-After", retryAfter);
        }
        AwsErrorDetails details = AwsErrorDetails.builder()
                .errorCode(code.isEmpty() ? null : code)
                .errorMessage("message")
                .sdkHttpResponse(response.build())
                .build();
        return AwsServiceException.builder()
                .awsErrorDetails(details)
                .statusCode(status)
                .build();
    }
}
