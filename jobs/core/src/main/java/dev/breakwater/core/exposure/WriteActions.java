package dev.breakwater.core.exposure;

import java.util.List;
import java.util.Map;

/** The actions that put something into a resource, and so start what it triggers. */
final class WriteActions {

    private static final Map<String, List<String>> BY_SERVICE = Map.of(
            "sqs", List.of("sqs:SendMessage"),
            "sns", List.of("sns:Publish"),
            "s3", List.of("s3:PutObject"),
            "dynamodb",
                    List.of(
                            "dynamodb:PutItem",
                            "dynamodb:UpdateItem",
                            "dynamodb:DeleteItem",
                            "dynamodb:BatchWriteItem"),
            "kinesis", List.of("kinesis:PutRecord", "kinesis:PutRecords"),
            "events", List.of("events:PutEvents"),
            "lambda", List.of("lambda:InvokeFunction"));

    private WriteActions() {}

    /** None for a service that functions do not write to. */
    static List<String> of(String service) {
        return BY_SERVICE.getOrDefault(service, List.of());
    }
}
