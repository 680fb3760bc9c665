package dev.breakwater.connectors.testkit.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.connectors.testkit.lambda.EmulatedFunctions;
import java.net.URI;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.CreateEventSourceMappingResponse;
import software.amazon.awssdk.services.lambda.model.InvalidParameterValueException;
import software.amazon.awssdk.services.lambda.model.LambdaException;
import software.amazon.awssdk.services.lambda.model.ResourceConflictException;
import software.amazon.awssdk.services.lambda.model.ResourceInUseException;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;
import software.amazon.awssdk.services.lambda.model.UpdateEventSourceMappingRequest;

class EventSourceMappingsTest {

    private static final String QUEUE = "arn:aws:sqs:eu-west-1:123456789012:orders";
    private static final String STREAM = "arn:aws:kinesis:eu-west-1:123456789012:stream/clicks";

    private final FaultProxy proxy =
            FaultProxy.before(URI.create("http://127.0.0.1:1")).answering(new EventSourceMappings(2));
    private final EmulatedFunctions client = new EmulatedFunctions(proxy.endpoint(), "eu-west-1");
    private final LambdaClient lambda = client.lambda();

    @AfterEach
    void close() {
        client.close();
        proxy.close();
    }

    @Test
    void aNewMappingIsCreatingBeforeItIsEnabled() {
        CreateEventSourceMappingResponse made = create(QUEUE);
        assertThat(made.state()).isEqualTo("Creating");
        assertThat(made.functionArn()).endsWith(":function:checkout");
        assertThat(state(made.uuid())).isEqualTo("Creating");
        assertThat(state(made.uuid())).isEqualTo("Creating");
        assertThat(state(made.uuid())).isEqualTo("Enabled");
    }

    @Test
    void pausingAndResumingPassThroughATransitionDuringWhichChangesAreRefused() {
        String uuid = settled(STREAM);
        assertThat(lambda.updateEventSourceMapping(r -> r.uuid(uuid).enabled(false))
                        .state())
                .isEqualTo("Disabling");
        assertThatThrownBy(() -> update(uuid, r -> r.enabled(true))).isInstanceOf(ResourceInUseException.class);
        settle(uuid);
        assertThat(state(uuid)).isEqualTo("Disabled");
        assertThat(lambda.updateEventSourceMapping(r -> r.uuid(uuid).enabled(true))
                        .state())
                .isEqualTo("Enabling");
        settle(uuid);
        assertThat(state(uuid)).isEqualTo("Enabled");
    }

    @Test
    void theMostConcurrencyIsSetReadAndTakenAway() {
        String uuid = settled(QUEUE);
        update(uuid, r -> r.scalingConfig(s -> s.maximumConcurrency(5)));
        settle(uuid);
        assertThat(lambda.getEventSourceMapping(r -> r.uuid(uuid))
                        .scalingConfig()
                        .maximumConcurrency())
                .isEqualTo(5);
        update(uuid, r -> r.scalingConfig(s -> {}));
        settle(uuid);
        assertThat(lambda.getEventSourceMapping(r -> r.uuid(uuid)).scalingConfig())
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1_001})
    void aMostConcurrencyOutsideTwoToAThousandIsRefused(int value) {
        String uuid = settled(QUEUE);
        assertThatThrownBy(() -> update(uuid, r -> r.scalingConfig(s -> s.maximumConcurrency(value))))
                .isInstanceOfSatisfying(
                        LambdaException.class,
                        e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("ValidationException"));
    }

    @Test
    void scalingIsForQueuesAndNotBesideProvisionedPollers() {
        String stream = settled(STREAM);
        assertThatThrownBy(() -> update(stream, r -> r.scalingConfig(s -> s.maximumConcurrency(5))))
                .isInstanceOf(InvalidParameterValueException.class);
        String queue = settled(QUEUE);
        update(queue, r -> r.provisionedPollerConfig(p -> p.minimumPollers(2).maximumPollers(4)));
        settle(queue);
        assertThatThrownBy(() -> update(queue, r -> r.scalingConfig(s -> s.maximumConcurrency(5))))
                .isInstanceOf(InvalidParameterValueException.class);
    }

    @Test
    void theSamePairTwiceAndAnUnknownMappingAreRefused() {
        create(QUEUE);
        assertThatThrownBy(() -> create(QUEUE)).isInstanceOf(ResourceConflictException.class);
        assertThatThrownBy(() -> state("no-such")).isInstanceOf(ResourceNotFoundException.class);
    }

    @Test
    void listsByFunctionAndSourceInPages() {
        create(QUEUE);
        create(STREAM);
        lambda.createEventSourceMapping(r -> r.functionName("mail").eventSourceArn(QUEUE));
        assertThat(lambda.listEventSourceMappings(r -> r.functionName("checkout"))
                        .eventSourceMappings())
                .hasSize(2);
        assertThat(lambda.listEventSourceMappings(r -> r.eventSourceArn(QUEUE)).eventSourceMappings())
                .hasSize(2);
        assertThat(lambda.listEventSourceMappingsPaginator(r -> r.maxItems(1)).eventSourceMappings())
                .hasSize(3);
    }

    @Test
    void bearsTagsAndIsGoneSomeReadsAfterItsDeletion() {
        CreateEventSourceMappingResponse made = create(QUEUE);
        String arn = made.eventSourceMappingArn();
        lambda.tagResource(r -> r.resource(arn).tags(Map.of("breakwater:limit", "5", "team", "shop")));
        lambda.untagResource(r -> r.resource(arn).tagKeys("team"));
        assertThat(lambda.listTags(r -> r.resource(arn)).tags()).containsExactly(Map.entry("breakwater:limit", "5"));
        assertThat(lambda.deleteEventSourceMapping(r -> r.uuid(made.uuid())).state())
                .isEqualTo("Deleting");
        settle(made.uuid());
        assertThatThrownBy(() -> state(made.uuid())).isInstanceOf(ResourceNotFoundException.class);
    }

    private CreateEventSourceMappingResponse create(String source) {
        return lambda.createEventSourceMapping(r -> r.functionName("checkout").eventSourceArn(source));
    }

    private void update(String uuid, Consumer<UpdateEventSourceMappingRequest.Builder> change) {
        lambda.updateEventSourceMapping(r -> change.accept(r.uuid(uuid)));
    }

    private String settled(String source) {
        String uuid = create(source).uuid();
        settle(uuid);
        return uuid;
    }

    private void settle(String uuid) {
        state(uuid);
        state(uuid);
    }

    private String state(String uuid) {
        return lambda.getEventSourceMapping(r -> r.uuid(uuid)).state();
    }
}
