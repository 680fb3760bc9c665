package dev.breakwater.connectors.cloudwatch;

import dev.breakwater.connectors.aws.AwsClients;
import dev.breakwater.connectors.aws.AwsSettings;
import dev.breakwater.connectors.aws.S3Place;
import java.time.Clock;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * A landing folder in S3.
 *
 * @param place where it is
 * @param aws   region, endpoint and role to read with
 */
record BucketRoot(S3Place place, AwsSettings aws) implements LandingRoot {

    /** @param address {@code s3://bucket/prefix/} */
    static BucketRoot of(String address, AwsSettings aws) {
        return new BucketRoot(S3Place.of(address), aws);
    }

    @Override
    public String root() {
        return place.address();
    }

    @Override
    public LandingFolder open() {
        AwsClients clients = new AwsClients(aws, System.getenv());
        S3Client s3 = clients.build(S3Client.builder().forcePathStyle(clients.pathStyle()));
        return new BucketFolder(place, s3, clients, Clock.systemUTC());
    }
}
