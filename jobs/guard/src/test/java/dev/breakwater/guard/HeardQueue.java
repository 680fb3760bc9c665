package dev.breakwater.guard;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.breakwater.connectors.aws.AwsClients;
import dev.breakwater.connectors.aws.AwsSettings;
import dev.breakwater.connectors.testkit.emulator.MotoServer;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.Target;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;

/** A queue of the emulator that is subscribed to a topic and the bus. */
final class HeardQueue implements AutoCloseable {

    /** The time limit, because the emulator may be busy. */
    private static final int SLOWEST_MILLIS = 60_000;

    private final AwsClients clients;
    private final SqsClient sqs;
    private final String queue;
    private final String topic;
    private final List<JsonNode> heard = new ArrayList<>();

    private HeardQueue(AwsClients clients, String region) {
        this.clients = clients;
        this.sqs = clients.build(SqsClient.builder());
        this.queue = sqs.createQueue(r -> r.queueName("heard")).queueUrl();
        String arn = "arn:aws:sqs:" + region + ":" + MotoServer.ACCOUNT + ":heard";
        SnsClient sns = clients.build(SnsClient.builder());
        this.topic = sns.createTopic(r -> r.name("breakwater")).topicArn();
        sns.subscribe(r -> r.topicArn(topic).protocol("sqs").endpoint(arn));
        EventBridgeClient events = clients.build(EventBridgeClient.builder());
        events.putRule(r -> r.name("heard").eventPattern("{\"source\":[\"dev.breakwater\"]}"));
        events.putTargets(
                r -> r.rule("heard").targets(Target.builder().id("1").arn(arn).build()));
    }

    static HeardQueue on(URI endpoint, String region) {
        return new HeardQueue(
                new AwsClients(new AwsSettings(region, endpoint.toString(), "", SLOWEST_MILLIS), Map.of()), region);
    }

    String topic() {
        return topic;
    }

    /** The envelopes that arrived through the topic so far. */
    List<JsonNode> alarms() {
        return take().stream().filter(m -> m.has("Message")).toList();
    }

    /** The events that arrived over the bus so far. */
    List<JsonNode> events() {
        return take().stream().filter(m -> m.has("detail-type")).toList();
    }

    private List<JsonNode> take() {
        for (Message m : sqs.receiveMessage(r -> r.queueUrl(queue).maxNumberOfMessages(10))
                .messages()) {
            try {
                heard.add(new ObjectMapper().readTree(m.body()));
            } catch (JsonProcessingException e) {
                throw new AssertionError("no JSON: " + m.body(), e);
            }
        }
        return heard;
    }

    @Override
    public void close() {
        clients.close();
    }
}
