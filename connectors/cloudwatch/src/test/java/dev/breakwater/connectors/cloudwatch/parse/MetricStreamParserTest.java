package dev.breakwater.connectors.cloudwatch.parse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.cloudwatch.FeedRecord.Datapoint;
import dev.breakwater.connectors.cloudwatch.Lines;
import dev.breakwater.connectors.cloudwatch.Reject.RejectReason;
import dev.breakwater.connectors.cloudwatch.landing.LandingFeed;
import dev.breakwater.model.MetricRole;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetricStreamParserTest {
    private static final String GOOD =
            Lines.line("Duration", "{\"FunctionName\":\"f\"}", 3, "{\"count\":4,\"sum\":10.5,\"max\":5e0,\"min\":1}");

    private final MetricStreamParser parser = new MetricStreamParser(Lines.NOON.millis());

    @Test
    void readsASample() {
        assertThat(parse(GOOD))
                .isEqualTo(new Datapoint(
                        "111122223333", "eu-west-1", "f", MetricRole.MILLISECONDS, Lines.BASE + 3, 4, 10.5, 5));
    }

    @Test
    void givesEqualNamesAsOneObject() {
        assertThat(parse(GOOD).function()).isSameAs(parse(GOOD).function());
        assertThat(parse(GOOD).account()).isSameAs(parse(GOOD).account());
    }

    @Test
    void readsTheRegionWithoutDimension() {
        assertThat(parse(GOOD.replace("{\"FunctionName\":\"f\"}", "{}")).function())
                .isEmpty();
    }

    @Test
    void readsWhatFunctionsWithoutAReservationUseOfTheRegionAlone() {
        String region = GOOD.replace("{\"FunctionName\":\"f\"}", "{}")
                .replace("\"Duration\"", "\"UnreservedConcurrentExecutions\"");
        Datapoint sample = parse(region);
        assertThat(sample.metric()).isEqualTo(MetricRole.UNRESERVED_CONCURRENCY);
        assertThat(sample.function()).isEmpty();
        assertThat(sample.max()).isEqualTo(5);
        assertThat(parse(region.replace("\"dimensions\":{}", "\"dimensions\":{\"FunctionName\":\"f\"}")))
                .isNull();
        assertThat(parser.detail()).isEqualTo("UnreservedConcurrentExecutions{FunctionName}");
    }

    @Test
    void ignoresKeysItDoesNotUseWhateverTheyHold() {
        String line = GOOD.replace("\"min\":1", "\"min\":\"x\",\"p99\":[1]")
                .replace("\"unit\":", "\"u\":{\"a\":[]},\"unit\":");
        assertThat(parse(line)).isEqualTo(parse(GOOD));
    }

    @Test
    void readsEstimatedChargesOfTheLinkedAccountAndService() {
        String line = GOOD.replace("AWS/Lambda", "AWS/Billing")
                .replace("\"Duration\"", "\"EstimatedCharges\"")
                .replace(
                        "{\"FunctionName\":\"f\"}",
                        "{\"Currency\":\"USD\",\"ServiceName\":\"AWSLambda\",\"LinkedAccount\":\"444455556666\"}");
        Datapoint sample = parse(line);
        assertThat(sample.metric()).isEqualTo(MetricRole.CHARGES);
        assertThat(sample.account()).isEqualTo("444455556666");
        assertThat(sample.function()).isEqualTo("AWSLambda");
    }

    @Test
    void readsWhatPlatformReportsSayIsBilled() {
        String line = GOOD.replace("AWS/Lambda", "Breakwater/Reports")
                .replace("\"Duration\"", "\"BilledMegabyteMilliseconds\"");
        assertThat(parse(line).metric()).isEqualTo(MetricRole.BILLED_MEGABYTE_MILLISECONDS);
        assertThat(parse(line).count()).isEqualTo(4);
    }

    @Test
    void takesAReplicaOfLambdaAtTheEdge() {
        Datapoint sample = parse(GOOD.replace("\"f\"", "\"us-east-1.f\""));
        assertThat(sample.function()).isEqualTo("us-east-1.f");
        assertThat(sample.region()).isEqualTo("eu-west-1");
        assertThat(parse(GOOD.replace("\"f\"", "\"us-east-1.\""))).isNull();
        assertThat(parse(GOOD.replace("\"f\"", "\"us-west-2.f\""))).isNull();
    }

    // find | replace with | reason | part of the detail
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            }| | NOT_JSON | valid
            "s" | NaNa | NOT_JSON | valid
            "count":4 | "count":NaN | BAD_VALUE | value.count is NaN
            "count":4 | "count":-1 | BAD_VALUE | value.count is -1.0
            "sum":10.5 | "sum":1e999 | BAD_VALUE | Infinity
            "sum":10.5 | "sum":-Infinity | BAD_VALUE | Infinity
            "sum":10.5 | "sum":21 | CONTRADICTORY_VALUE | above
            "count":4 | "count":0 | CONTRADICTORY_VALUE | above
            "sum":10.5 | "sum":"10.5" | WRONG_TYPE | value.sum is not a number
            "sum":10.5 | "sum":null | WRONG_TYPE | value.sum
            "max":5e0, | `` | MISSING_KEY | value.max
            "account_id":"111122223333", | `` | MISSING_KEY | account_id
            "account_id":"111122223333" | "account_id":111122223333 | WRONG_TYPE | account_id is not a string
            111122223333 | 11112222333 | BAD_NAME | account_id
            eu-west-1 | eu-west | BAD_NAME | region
            eu-west-1 | eu--1 | BAD_NAME | region
            "f" | "" | BAD_NAME | FunctionName
            "f" | "a b" | BAD_NAME | FunctionName
            "f" | 7 | WRONG_TYPE | FunctionName
            {"FunctionName":"f"} | [] | WRONG_TYPE | dimensions
            "timestamp":1772409780000 | "timestamp":86400000 | TIMESTAMP_TOO_OLD | 2015
            "timestamp":1772409780000 | "timestamp":-99999999999999999999 | TIMESTAMP_TOO_OLD | 2015
            "timestamp":1772409780000 | "timestamp":32472144000000 | TIMESTAMP_IN_FUTURE | wall clock
            "timestamp":1772409780000 | "timestamp":1.5e12 | WRONG_TYPE | timestamp
            "timestamp":1772409780000 | "timestamp":"now" | WRONG_TYPE | timestamp
            Duration | AsyncEventAge | UNUSED_METRIC | AsyncEventAge
            "FunctionName":"f" | "FunctionName":"f","Resource":"f:1" | UNUSED_METRIC | Duration{FunctionName,Resource}
            AWS/Lambda | AWS/SQS | UNUSED_METRIC | AWS/SQS Duration
            "s" | [[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]] | TOO_DEEP | nested too deep
            """)
    void refusesWhatIsWrong(String find, String with, RejectReason reason, String detail) {
        String line = with == null ? GOOD.substring(0, GOOD.length() - 1) : GOOD.replace(find, with);
        assertThat(line).isNotEqualTo(GOOD);
        assertThat(parse(line)).isNull();
        assertThat(parser.reason()).isEqualTo(reason);
        assertThat(parser.detail()).contains(detail);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            [1,2]   | NOT_AN_OBJECT
            12      | NOT_AN_OBJECT
            {} 1    | NOT_JSON
            {} {}   | MISSING_KEY
            hello   | NOT_JSON
            {}      | MISSING_KEY
            """)
    void refusesWhatIsNoSample(String line, RejectReason reason) {
        assertThat(parse(line)).isNull();
        assertThat(parser.reason()).isEqualTo(reason);
    }

    @Test
    void refusesAFunctionNameOfAHundredKilobytes() {
        assertThat(parse(GOOD.replace("\"f\"", "\"" + "a".repeat(100_000) + "\"")))
                .isNull();
        assertThat(parser.reason()).isEqualTo(RejectReason.BAD_NAME);
    }

    @Test
    void refusesAMetricNameThatIsNoLabelInsteadOfCountingIt() {
        assertThat(parse(GOOD.replace("Duration", "x\\u001b[31m"))).isNull();
        assertThat(parser.reason()).isEqualTo(RejectReason.BAD_NAME);
    }

    @Test
    void acceptsTwoMinutesAheadAndNotMore() {
        long now = Lines.NOON.millis();
        parser.acceptUntil(now + LandingFeed.FUTURE_MILLIS);
        String stamp = String.valueOf((Lines.BASE + 3) * 60_000);
        assertThat(parse(GOOD.replace(stamp, String.valueOf(now + 120_000)))).isNotNull();
        assertThat(parse(GOOD.replace(stamp, String.valueOf(now + 120_001)))).isNull();
    }

    @Test
    void neverThrowsWhateverByteIsChanged() {
        Random random = new Random(7);
        byte[] good = GOOD.getBytes(StandardCharsets.UTF_8);
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = good.clone();
            for (int n = random.nextInt(4); n >= 0; n--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            if (parser.parse(bytes, 0, bytes.length) == null) {
                refused++;
                assertThat(parser.reason()).isNotNull();
            }
        }
        assertThat(refused).isBetween(5_000, 20_000);
    }

    private Datapoint parse(String line) {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        return parser.parse(bytes, 0, bytes.length);
    }
}
