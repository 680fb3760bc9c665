package dev.breakwater.connectors.lambda.lever;

import dev.breakwater.connectors.aws.AwsClients;
import dev.breakwater.connectors.aws.AwsSettings;
import dev.breakwater.connectors.testkit.emulator.MotoServer;
import dev.breakwater.connectors.testkit.fault.EventSourceMappings;
import dev.breakwater.connectors.testkit.fault.Fault;
import dev.breakwater.connectors.testkit.fault.FaultProxy;
import dev.breakwater.connectors.testkit.lambda.EmulatedFunctions;
import dev.breakwater.model.Place;
import dev.breakwater.model.function.Lever.LeverKind;
import dev.breakwater.model.kind.Lambda;
import java.util.Map;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.EventSourcePosition;
import software.amazon.awssdk.services.resourcegroupstaggingapi.ResourceGroupsTaggingApiClient;

/** The emulator behind the proxy that adds event source mappings, and methods with which a test prepares them. */
public final class MappedSources implements AutoCloseable {

    static final String REGION = "eu-west-1";

    private final MotoServer server = MotoServer.start();
    private final FaultProxy proxy;
    private final AwsClients clients;
    private final EmulatedFunctions functions;

    /** @param readsInTransition how many reads see an unfinished change, see {@link EventSourceMappings} */
    public MappedSources(int readsInTransition) {
        proxy = FaultProxy.before(server.endpoint()).answering(new EventSourceMappings(readsInTransition));
        AwsSettings settings = new AwsSettings(REGION, proxy.endpoint().toString(), "", 20_000);
        clients = new AwsClients(settings, Map.of(), EmulatedFunctions.credentials());
        functions = new EmulatedFunctions(server.endpoint(), REGION);
    }

    LambdaClient lambda() {
        return clients.lambda();
    }

    public ResourceGroupsTaggingApiClient tagging() {
        return clients.build(ResourceGroupsTaggingApiClient.builder());
    }

    public void function(String name, Map<String, String> tags) {
        functions.create(name, tags);
    }

    public void always(String operation, Fault fault) {
        proxy.always(operation, fault);
    }

    LimitApi lever(LeverKind kind) {
        return AwsLeverFactory.of(kind, clients.lambda(), MotoServer.ACCOUNT, REGION);
    }

    public String queue(String function, Map<String, String> tags) {
        String queue = "arn:aws:sqs:" + REGION + ":" + MotoServer.ACCOUNT + ":" + function;
        return lambda().createEventSourceMapping(r -> r.functionName(function)
                        .eventSourceArn(queue + System.nanoTime())
                        .tags(tags))
                .uuid();
    }

    String stream(String function, Map<String, String> tags) {
        String stream = "arn:aws:kinesis:" + REGION + ":" + MotoServer.ACCOUNT + ":stream/";
        return lambda().createEventSourceMapping(r -> r.functionName(function)
                        .eventSourceArn(stream + System.nanoTime())
                        .startingPosition(EventSourcePosition.LATEST)
                        .tags(tags))
                .uuid();
    }

    Map<String, String> tags(String mapping) {
        String arn = Lambda.mapping(new Place(MotoServer.ACCOUNT, REGION), mapping);
        return lambda().listTags(r -> r.resource(arn)).tags();
    }

    String state(String mapping) {
        return lambda().getEventSourceMapping(r -> r.uuid(mapping)).state();
    }

    @Override
    public void close() {
        functions.close();
        clients.close();
        proxy.close();
        server.close();
    }
}
