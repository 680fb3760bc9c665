package dev.breakwater.connectors.cloudwatch;

import dev.breakwater.connectors.aws.AwsClients;
import dev.breakwater.connectors.aws.AwsSettings;
import dev.breakwater.connectors.aws.EndpointRule;
import java.time.Clock;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * A landing folder in S3.
 *
 * @param bucket the bucket's name
 * @param prefix of all keys, empty or ending in {@code /}
 * @param aws    region, endpoint and role to read with
 */
record BucketRoot(String bucket, String prefix, AwsSettings aws) implements LandingRoot {
    private static final String SCHEME = "s3://";

    /** @param place {@code s3://bucket/prefix/} */
    static BucketRoot of(String place, AwsSettings aws) {
        String path = place.substring(SCHEME.length());
        int slash = path.indexOf('/');
        String bucket = slash < 0 ? path : path.substring(0, slash);
        String prefix = slash < 0 ? "" : path.substring(slash + 1);
        return new BucketRoot(bucket, prefix.isEmpty() || prefix.endsWith("/") ? prefix : prefix + "/", aws);
    }

    @Override
    public String root() {
        return SCHEME + bucket + "/" + prefix;
    }

    @Override
    public LandingFolder open() {
        // other endpoints than AWS's want the bucket in the path of the URL
        boolean elsewhere = EndpointRule.choose(aws.endpoint(), System.getenv()).isPresent();
        AwsClients clients = new AwsClients(aws, System.getenv());
        S3Client s3 = clients.build(S3Client.builder().forcePathStyle(elsewhere));
        return new BucketFolder(this, s3, clients, Clock.systemUTC());
    }
}
