package dev.breakwater.cli.doctor;

import dev.breakwater.config.model.SourceSettings;
import dev.breakwater.connectors.aws.Answer;
import dev.breakwater.connectors.aws.S3Place;
import dev.breakwater.guard.live.Place;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.Set;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;

/**
 * Whether anything landed lately in S3 for the accounts and regions that have functions. Roles and a bucket can exist
 * although a metric stream delivers nothing.
 */
final class LandedCheck {

    private static final Duration LATELY = Duration.ofHours(2);
    /** The folder names of Firehose and {@code receive}. */
    private static final DateTimeFormatter HOUR =
            DateTimeFormatter.ofPattern("yyyy/MM/dd/HH").withZone(ZoneOffset.UTC);

    private final SourceSettings.Landing landing;
    private final Probes probes;
    private final Findings findings;
    private final Set<String> asked = new HashSet<>();

    LandedCheck(SourceSettings.Landing landing, Probes probes, Findings findings) {
        this.landing = landing;
        this.probes = probes;
        this.findings = findings;
    }

    /** Reports nothing if the listing fails: the permission check covers that. */
    void check(S3Client s3, Place place, Instant now) {
        String address = landing.of(place.account(), place.region());
        if (!asked.add(address)) return;
        S3Place own = S3Place.of(address);
        String since = own.prefix() + HOUR.format(now.minus(LATELY));
        Answer<ListObjectsV2Response> listed = probes.call(() -> s3.listObjectsV2(r ->
                r.bucket(own.bucket()).prefix(own.prefix()).startAfter(since).maxKeys(1)));
        if (!listed.ok()) return;
        boolean landed = !listed.value().contents().isEmpty();
        Where where =
                landing.byAccount() ? new Where(place.account(), place.region(), "") : Where.job("", place.region());
        String what = "source.landing.path (lately)";
        String cost = "Breakwater sees nothing of this account; unless it is idle, check its metric stream and "
                + "Firehose's delivery errors";
        findings.add(
                landed
                        ? Finding.there("folder", where, what, "something landed in the last two hours")
                        : Finding.unknown("folder", where, what, "nothing landed in two hours in " + address, cost));
    }
}
