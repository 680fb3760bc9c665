package dev.breakwater.connectors.lambda;

import dev.breakwater.connectors.aws.AwsPlaces;

/** Which function: its name alone is not unique across accounts and regions. */
public record FunctionRef(String account, String region, String function) {

    /** The unqualified ARN, which the tagging calls want. */
    public String arn() {
        return "arn:" + partition() + ":lambda:" + region + ":" + account + ":function:" + function;
    }

    /** The ARN of an event source mapping in the function's account and region. */
    String mappingArn(String uuid) {
        return "arn:" + partition() + ":lambda:" + region + ":" + account + ":event-source-mapping:" + uuid;
    }

    private String partition() {
        return AwsPlaces.partition(region);
    }
}
