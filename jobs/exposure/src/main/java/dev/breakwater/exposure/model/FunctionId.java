package dev.breakwater.exposure.model;

import java.util.Map;

/** Identifies a function by account, region and name, because names are not unique across accounts and regions. */
public record FunctionId(String account, String region, String function) {

    /** Partitions by the prefix of a region's name. A test compares them with AWS's own patterns in the SDK. */
    private static final Map<String, String> PARTITIONS = Map.of(
            "cn-", "aws-cn",
            "us-gov-", "aws-us-gov",
            "us-iso-", "aws-iso",
            "us-isob-", "aws-iso-b",
            "eu-isoe-", "aws-iso-e",
            "us-isof-", "aws-iso-f",
            "eusc-", "aws-eusc");

    /** Returns the unqualified ARN. */
    public String arn() {
        return "arn:" + partition() + ":lambda:" + region + ":" + account + ":function:" + function;
    }

    private String partition() {
        for (Map.Entry<String, String> p : PARTITIONS.entrySet())
            if (region.startsWith(p.getKey())) return p.getValue();
        return "aws";
    }

    /** Returns {@code account/region/function}. */
    public String path() {
        return account + "/" + region + "/" + function;
    }
}
