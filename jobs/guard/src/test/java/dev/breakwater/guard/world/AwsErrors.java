package dev.breakwater.guard.world;

import java.io.IOException;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.lambda.model.LambdaException;

/** The errors of failing AWS calls, as the SDK throws them. They are created once, because there are many. */
final class AwsErrors {

    static final SdkException THROTTLED = of(429, "TooManyRequestsException", "Rate exceeded");
    static final SdkException SERVER = of(503, "ServiceException", "Service unavailable");
    static final SdkException CONFLICT = of(409, "ResourceConflictException", "An update is in progress");
    static final SdkException IN_USE = of(400, "ResourceInUseException", "Cannot update the event source mapping");
    static final SdkException DENIED = of(403, "AccessDeniedException", "is not authorized to perform");
    static final SdkException MISSING = of(404, "ResourceNotFoundException", "not found");
    static final SdkException UNRESERVED = of(
            400,
            "InvalidParameterValueException",
            "Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution"
                    + " below its minimum value of [100].");
    static final SdkException PROVISIONED = of(
            400,
            "InvalidParameterValueException",
            "Requested Provisioned Concurrency should not be greater than the reservedConcurrentExecution");
    static final SdkException TAGS_FULL =
            of(400, "InvalidParameterValueException", "Tags limit exceeded: a resource has at most 50");
    static final SdkException INVALID = of(400, "InvalidParameterValueException", "refused for now");
    static final SdkException RESET =
            SdkClientException.create("Unable to execute HTTP request", new IOException("Connection reset"));

    private AwsErrors() {}

    private static SdkException of(int status, String code, String message) {
        return (SdkException) LambdaException.builder()
                .statusCode(status)
                .message(message)
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode(code)
                        .errorMessage(message)
                        .sdkHttpResponse(
                                SdkHttpResponse.builder().statusCode(status).build())
                        .build())
                .build();
    }
}
