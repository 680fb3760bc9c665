package dev.breakwater.config.model;

import dev.breakwater.config.model.Key.Form;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;

/** The sources of samples. A valid file has at least one source. */
public record SourceSettings(
        @Key(doc = "poll CloudWatch") CloudWatch cloudwatch,

        @Key(doc = "reads the files that a metric stream delivers")
        Landing landing,

        @Key(name = "*") List<Other> others)
        implements Serializable {

    /** Another source of samples. Its module registers it. */
    public interface Other extends Registered {}

    /**
     * Polling of CloudWatch.
     *
     * @param enabled whether the file has the section
     * @param bootstrap how far back the first start reads; at most as long as CloudWatch keeps 1-minute points
     */
    public record CloudWatch(
            @Key(name = "-") boolean enabled,

            @Key(initial = "1m", bounds = "1m to 1h", doc = "time between polls, whole minutes")
            Duration every,

            @Key(initial = "14d", bounds = "0s to 15d", doc = "how much history the first start reads")
            Duration bootstrap,

            @Key(initial = "50", bounds = "0 to 1000000", doc = "the most that polling may cost, in USD a month")
            double usdPerMonthAtMost)
            implements Serializable {}

    /**
     * A folder into which a metric stream is written.
     *
     * @param path empty if there is no such source; in S3, {@code {account}} and {@code {region}} are placeholders for
     *             each watched account and region
     */
    public record Landing(
            @Key(
                    required = true,
                    form = Form.PLACE,
                    doc = "local folder, or s3://bucket/prefix/; in S3, `{account}` and `{region}` stand for "
                            + "each watched account and region")
            String path)
            implements Serializable {

        private static final String ACCOUNT = "{account}";
        private static final String REGION = "{region}";

        /** Returns whether each account has its own folder. */
        public boolean byAccount() {
            return path.contains(ACCOUNT);
        }

        /** Returns the folder of this account and region. */
        public String of(String account, String region) {
            return path.replace(ACCOUNT, account).replace(REGION, region);
        }

        /** Returns the prefix that the folders of all accounts share. */
        public String common() {
            int own = path.indexOf('{');
            return own < 0 ? path : path.substring(0, own);
        }

        /** Returns whether this source is configured. */
        public boolean enabled() {
            return !path.isEmpty();
        }
    }
}
