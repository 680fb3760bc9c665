package dev.breakwater.connectors.lambda;

import dev.breakwater.connectors.aws.AwsNames;

/** A function with its account and region, because a function's name is unique only within one account and region. */
public record FunctionRef(String account, String region, String function) {

    /** Returns the unqualified ARN, which the tagging calls need. */
    public String arn() {
        return "arn:" + partition() + ":lambda:" + region + ":" + account + ":function:" + function;
    }

    /** Returns the ARN of an event source mapping in the function's account and region. */
    public String mappingArn(String uuid) {
        return "arn:" + partition() + ":lambda:" + region + ":" + account + ":event-source-mapping:" + uuid;
    }

    /** Returns the function's name in {@code arn:aws:lambda:REGION:ACCOUNT:function:NAME[:ALIAS]}, or an empty text. */
    public static String nameIn(String arn) {
        String[] parts = arn == null ? new String[0] : arn.split(":");
        return parts.length > 6 ? parts[6] : "";
    }

    private String partition() {
        return AwsNames.partition(region);
    }
}
