package dev.breakwater.connectors.cloudwatch.charges;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.aws.AwsClients;
import dev.breakwater.connectors.aws.AwsSettings;
import dev.breakwater.connectors.aws.Outcome;
import dev.breakwater.connectors.testkit.emulator.MotoServer;
import dev.breakwater.connectors.testkit.fault.Fault;
import dev.breakwater.connectors.testkit.fault.FaultProxy;
import dev.breakwater.connectors.testkit.lambda.EmulatedFunctions;
import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;

/** Tests charges read from the emulator's CloudWatch. */
class AwsChargesIT {
    private static final String OWN = "111122223333";
    private static final String OTHER = "444455556666";

    private final Instant hour = Instant.now().truncatedTo(ChronoUnit.HOURS);
    private MotoServer aws;
    private FaultProxy proxy;
    private AwsClients writing;

    @BeforeEach
    void start() {
        aws = MotoServer.start();
        proxy = FaultProxy.before(aws.endpoint());
        writing = clients(aws.endpoint());
    }

    @AfterEach
    void stop() {
        writing.close();
        proxy.close();
        aws.close();
    }

    @Test
    void readsTheAccountsOwnChargesInTheOrderOfTheirTimes() {
        put(hour.minus(12, ChronoUnit.HOURS), 10.5, "");
        put(hour.minus(6, ChronoUnit.HOURS), 11.25, "");
        assertThat(read(OWN, List.of(OWN)))
                .containsExactly(
                        new ChargesSource.Reading(OWN, minute(hour.minus(12, ChronoUnit.HOURS)), 10.5),
                        new ChargesSource.Reading(OWN, minute(hour.minus(6, ChronoUnit.HOURS)), 11.25));
    }

    @Test
    void theChargesOfTheWholeOrganisationAreNotTakenForThoseOfItsManagementAccount() {
        Instant at = hour.minus(6, ChronoUnit.HOURS);
        put(at, 100, "");
        put(at, 60, OWN);
        put(at, 40, OTHER);
        assertThat(read(OWN, List.of(OWN, OTHER)))
                .containsExactly(
                        new ChargesSource.Reading(OWN, minute(at), 60),
                        new ChargesSource.Reading(OTHER, minute(at), 40));
    }

    @Test
    void aRefusalIsAnAnswer() {
        proxy.always(FaultProxy.ANY, Fault.DENIED);
        try (AwsCharges charges = new AwsCharges(clients(proxy.endpoint()), OWN, List.of(OWN))) {
            assertThat(charges.read(hour, hour.plusSeconds(1)).failedAs(Outcome.DENIED))
                    .isTrue();
        }
    }

    private List<ChargesSource.Reading> read(String own, List<String> accounts) {
        try (AwsCharges charges = new AwsCharges(clients(aws.endpoint()), own, accounts)) {
            return charges.read(hour.minus(3, ChronoUnit.DAYS), hour).value();
        }
    }

    private void put(Instant at, double usd, String linked) {
        List<Dimension> dimensions = new ArrayList<>();
        dimensions.add(dimension("Currency", "USD"));
        dimensions.add(dimension("ServiceName", "AWSLambda"));
        if (!linked.isEmpty()) dimensions.add(dimension("LinkedAccount", linked));
        MetricDatum datum = MetricDatum.builder()
                .metricName("EstimatedCharges")
                .dimensions(dimensions)
                .timestamp(at)
                .value(usd)
                .build();
        try (CloudWatchClient cloudWatch = writing.build(CloudWatchClient.builder())) {
            cloudWatch.putMetricData(r -> r.namespace("AWS/Billing").metricData(datum));
        }
    }

    private static Dimension dimension(String name, String value) {
        return Dimension.builder().name(name).value(value).build();
    }

    private static long minute(Instant at) {
        return at.getEpochSecond() / 60;
    }

    private static AwsClients clients(URI endpoint) {
        AwsSettings settings = new AwsSettings("us-east-1", endpoint.toString(), "", 30_000);
        return new AwsClients(settings, Map.of(), EmulatedFunctions.credentials());
    }
}
