package dev.breakwater.connectors.cloudwatch.parse;

import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.breakwater.connectors.aws.AwsNames;
import dev.breakwater.connectors.cloudwatch.FeedRecord.Datapoint;
import dev.breakwater.connectors.cloudwatch.Reject.RejectReason;
import dev.breakwater.model.MetricRole;
import dev.breakwater.model.kind.Lambda;
import dev.breakwater.model.kind.ResourceKind;
import java.io.IOException;
import java.util.Arrays;

/**
 * Parses one line of CloudWatch Metric Streams JSON into a sample, or into the reason for a reject. Bad input never
 * throws. A line with {@code sum > count x max} is rejected as contradictory. A line with {@code max > sum} is
 * accepted, because some producers write the mean as the sum of a single value.
 */
public final class MetricStreamParser {
    private static final String BILLING = "AWS/Billing";
    private static final long OLDEST = 1_420_070_400_000L; // 2015-01-01T00:00:00Z

    private final JsonLine json = new JsonLine();
    private long newestMillis;

    private Datapoint sample;
    private int used;
    private RejectReason reason;
    private String detail;

    /** @param newestMillis timestamps above this limit, in epoch ms, count as future timestamps */
    public MetricStreamParser(long newestMillis) {
        this.newestMillis = newestMillis;
    }

    public void acceptUntil(long millis) {
        newestMillis = millis;
    }

    /** Returns the sample. If the sample is null, {@link #reason()} and {@link #detail()} explain the reject. */
    public Datapoint parse(byte[] bytes, int from, int length) {
        sample = null;
        used = length;
        try {
            used = json.read(bytes, from, length);
            sample = judge();
        } catch (JsonLine.Refusal e) {
            refuse(e.reason(), e.detail());
        } catch (StreamConstraintsException e) {
            refuse(RejectReason.TOO_DEEP, "the line is nested too deep, or a number or a key is too long");
        } catch (IOException | NumberFormatException e) {
            boolean binary = looksBinary(bytes, from, length);
            refuse(binary ? RejectReason.BINARY : RejectReason.NOT_JSON, binary ? "not text" : "not valid JSON");
        }
        return sample;
    }

    /**
     * Returns the length of the last parsed object in bytes. The length is less than the given length if another object
     * follows.
     */
    public int used() {
        return used;
    }

    public RejectReason reason() {
        return reason;
    }

    /**
     * Returns the exact cause, not escaped. For UNUSED_METRIC, the cause is the metric's name, printable and at most
     * 128 characters.
     */
    public String detail() {
        return detail;
    }

    private void refuse(RejectReason why, String what) {
        reason = why;
        detail = what;
    }

    private Datapoint judge() throws JsonLine.Refusal {
        require(json.namespace != null, "namespace");
        require(json.metric != null, "metric_name");
        require(json.dimensions != JsonLine.ABSENT_DIMENSIONS, "dimensions");
        ResourceKind kind = ResourceKind.ofNamespace(json.namespace);
        MetricRole metric = kind == null ? other() : metricOf(kind);
        require(json.account != null, "account_id");
        require(json.region != null, "region");
        require(json.hasTimestamp, "timestamp");
        require(json.hasValue, "value");
        require(json.count != JsonLine.ABSENT, "value.count");
        require(json.sum != JsonLine.ABSENT, "value.sum");
        require(json.max != JsonLine.ABSENT, "value.max");
        checkValue();
        checkTimestamp();
        name(AwsNames.isRegion(json.region), "region", json.region);
        String account = account(metric);
        name(AwsNames.isAccount(account), "account_id", account);
        String function = function(kind == null ? ResourceKind.lambda() : kind, metric);
        long minute = json.timestamp / 60_000;
        return new Datapoint(account, json.region, function, metric, minute, json.count, json.sum, json.max);
    }

    private MetricRole metricOf(ResourceKind kind) throws JsonLine.Refusal {
        MetricRole metric = kind.role(json.metric);
        if (metric == null) {
            throw unused(json.metric);
        }
        boolean ofRegion = metric == MetricRole.UNRESERVED_CONCURRENCY;
        boolean ofResource = json.dimensions == 1 && kind.dimension().equals(json.dimensionNames[0]);
        if (json.dimensions == 0 || ofResource && !ofRegion) {
            return metric;
        }
        throw unused(json.metric + dimensionSet());
    }

    /** Platform reports and charges, which no kind of resource sends to CloudWatch. */
    private MetricRole other() throws JsonLine.Refusal {
        if (Lambda.REPORTS.equals(json.namespace)) {
            MetricRole told = Lambda.REPORTED.get(json.metric);
            if (told != null && dimension(ResourceKind.lambda().dimension()) != null) {
                return told;
            }
            throw unused(json.namespace + " " + json.metric);
        }
        if (!BILLING.equals(json.namespace) || !"EstimatedCharges".equals(json.metric)) {
            throw unused(json.namespace + " " + json.metric);
        }
        for (int i = 0; i < json.dimensions; i++) {
            boolean known = switch (json.dimensionNames[i]) {
                case "Currency" -> "USD".equals(json.dimensionValues[i]);
                case "ServiceName", "LinkedAccount" -> true;
                default -> false;
            };
            if (!known) {
                throw unused(json.metric + dimensionSet());
            }
        }
        return MetricRole.CHARGES;
    }

    private static JsonLine.Refusal unused(String name) {
        return AwsNames.isLabel(name)
                ? new JsonLine.Refusal(RejectReason.UNUSED_METRIC, name)
                : new JsonLine.Refusal(RejectReason.BAD_NAME, "metric " + name);
    }

    private String dimensionSet() {
        return "{" + String.join(",", Arrays.asList(json.dimensionNames).subList(0, json.dimensions)) + "}";
    }

    private String account(MetricRole metric) {
        String linked = metric == MetricRole.CHARGES ? dimension("LinkedAccount") : null;
        return linked == null ? json.account : linked;
    }

    private String function(ResourceKind kind, MetricRole metric) throws JsonLine.Refusal {
        String key = metric == MetricRole.CHARGES ? "ServiceName" : kind.dimension();
        String function = dimension(key);
        if (function == null) {
            return "";
        }
        name(AwsNames.isFunction(function), key, function);
        return kind.named(function);
    }

    private String dimension(String name) {
        for (int i = 0; i < json.dimensions; i++) {
            if (name.equals(json.dimensionNames[i])) {
                return json.dimensionValues[i];
            }
        }
        return null;
    }

    private void checkValue() throws JsonLine.Refusal {
        // a tolerance of one millionth, because sums of doubles are not exact
        if (json.sum > json.count * json.max * (1 + 1e-6)) {
            throw new JsonLine.Refusal(
                    RejectReason.CONTRADICTORY_VALUE,
                    "sum " + json.sum + " is above count " + json.count + " x max " + json.max);
        }
    }

    private void checkTimestamp() throws JsonLine.Refusal {
        if (json.timestamp < OLDEST) {
            throw new JsonLine.Refusal(
                    RejectReason.TIMESTAMP_TOO_OLD, "timestamp " + json.timestamp + " is before 2015");
        }
        if (json.timestamp > newestMillis) {
            throw new JsonLine.Refusal(
                    RejectReason.TIMESTAMP_IN_FUTURE,
                    "timestamp " + json.timestamp + " is more than two minutes after the wall clock");
        }
    }

    private static void require(boolean present, String key) throws JsonLine.Refusal {
        if (!present) {
            throw new JsonLine.Refusal(RejectReason.MISSING_KEY, key + " is missing");
        }
    }

    private static void name(boolean good, String key, String name) throws JsonLine.Refusal {
        if (!good) {
            throw new JsonLine.Refusal(RejectReason.BAD_NAME, key + " " + name);
        }
    }

    private static boolean looksBinary(byte[] bytes, int from, int length) {
        for (int i = from; i < from + length; i++) {
            int b = bytes[i];
            if (b >= 0 && b < 0x20 && b != '\t' && b != '\r') {
                return true;
            }
        }
        return false;
    }
}
