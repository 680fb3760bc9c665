package dev.breakwater.core.exposure;

/** Which function: its name alone is not unique across accounts and regions. */
public record FunctionKey(String account, String region, String function) {

    /** The unqualified ARN. */
    public String arn() {
        String partition = region.startsWith("cn-") ? "aws-cn" : region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
        return "arn:" + partition + ":lambda:" + region + ":" + account + ":function:" + function;
    }

    /** {@code account/region/function}. */
    public String path() {
        return account + "/" + region + "/" + function;
    }
}
