package dev.breakwater.connectors.alarms.aws;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.config.secret.SecretRef;
import dev.breakwater.connectors.alarms.http.HttpChannel;
import dev.breakwater.connectors.alarms.http.PagerDuty;
import dev.breakwater.connectors.alarms.outbox.OutboxLimits;
import dev.breakwater.connectors.alarms.outbox.UndeliveredAlarm;
import dev.breakwater.connectors.aws.AwsSettings;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AwsSinkSettingsTest {

    private static final String TOPIC = "arn:aws:sns:eu-west-1:111122223333:breakwater";
    private static final OutboxLimits LIMITS = OutboxLimits.defaults();
    private static final UndeliveredAlarm.Log LOG = UndeliveredAlarm.Log.ofProgram();

    @ParameterizedTest
    @ValueSource(
            strings = {
                TOPIC,
                TOPIC + ".fifo",
                "arn:aws-cn:sns:cn-north-1:111122223333:a",
                "arn:aws:sns:us-east-1:111122223333:a_b"
            })
    void topicsAreNamedByTheirArn(String topic) {
        assertThatCode(() -> SnsChannel.sink(topic, "", "", LIMITS, LOG)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "breakwater",
                "arn:aws:sqs:eu-west-1:111122223333:breakwater",
                "arn:aws:sns:eu-west-1:1:breakwater"
            })
    void anythingElseIsNoTopic(String topic) {
        assertThatThrownBy(() -> SnsChannel.sink(topic, "", "", LIMITS, LOG))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ARN");
    }

    @Test
    void foreignHostsInPlainTextAreRefusedWhenTheSinkIsMade() {
        String foreign = "http://sns.example.org";
        AwsSettings settings = AwsSettings.of("eu-west-1", foreign, "");
        assertThatThrownBy(() -> SnsChannel.sink(TOPIC, foreign, "", LIMITS, LOG))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> EventBridgeChannel.sink("default", settings, LIMITS, LOG))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> CloudWatchMetricsSink.create(settings)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void everySinkTravelsInTheJobGraph() {
        AwsSettings settings = AwsSettings.of("eu-west-1", "", "arn:aws:iam::111122223333:role/breakwater-act");
        for (Object sink : new Object[] {
            SnsChannel.sink(TOPIC, "", "", LIMITS, LOG),
            EventBridgeChannel.sink("default", settings, LIMITS, LOG),
            CloudWatchMetricsSink.create(settings),
            HttpChannel.sink(
                    new PagerDuty("https://events.pagerduty.com/v2/enqueue", SecretRef.NONE, true),
                    () -> "k",
                    false,
                    LIMITS,
                    LOG)
        }) {
            assertThatCode(() -> InstantiationUtil.clone((java.io.Serializable) sink))
                    .doesNotThrowAnyException();
        }
    }
}
