package dev.breakwater.cli.exposure;

import dev.breakwater.connectors.aws.AwsClients;
import dev.breakwater.connectors.aws.AwsSettings;
import dev.breakwater.connectors.testkit.emulator.MotoServer;
import dev.breakwater.connectors.testkit.fault.AccountConcurrency;
import dev.breakwater.connectors.testkit.fault.EventSourceMappings;
import dev.breakwater.connectors.testkit.fault.FaultProxy;
import dev.breakwater.connectors.testkit.fault.FunctionUrls;
import dev.breakwater.connectors.testkit.fault.MissingApi;
import dev.breakwater.connectors.testkit.lambda.EmulatedFunctions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.AddPermissionRequest;
import software.amazon.awssdk.services.lambda.model.Architecture;
import software.amazon.awssdk.services.lambda.model.CreateFunctionRequest;
import software.amazon.awssdk.services.lambda.model.FunctionUrlAuthType;
import software.amazon.awssdk.services.lambda.model.Runtime;

/** An account in the emulator with planted functions, one for each kind of caller and target. */
final class ExposureWorld implements AutoCloseable {

    static final String REGION = "eu-west-1";
    static final String ACCOUNT = MotoServer.ACCOUNT;
    static final String OTHER = "222233334444";

    private static final byte[] ZIP = {'P', 'K', 5, 6, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};

    final MotoServer server = MotoServer.start();
    final FaultProxy proxy = FaultProxy.before(server.endpoint())
            .answering(
                    AccountConcurrency.usual(),
                    new EventSourceMappings(0),
                    new FunctionUrls(),
                    MissingApi.noAuthorizers(),
                    MissingApi.timesOfInvokeConfigs(),
                    new AgedFunctions("new-"));
    final List<String> planted = new ArrayList<>();
    private final AwsClients clients = new AwsClients(
            new AwsSettings(REGION, proxy.endpoint().toString(), "", 20_000),
            Map.of(),
            EmulatedFunctions.credentials());
    private final LambdaClient lambda = clients.lambda();
    private final IamClient iam = clients.build(IamClient.builder());
    final PlantedApis apis = new PlantedApis(clients);

    /** An ARN in this account and region: {@code sqs}, {@code orders}. */
    static String arn(String service, String resource) {
        return "arn:aws:" + service + ":" + REGION + ":" + ACCOUNT + ":" + resource;
    }

    static String arnOf(String function) {
        return arn("lambda", "function:" + function);
    }

    /** Plants a function of 1,024 MB, x86, 30 s, tagged, whose role allows nothing. */
    Planted plant(String name) {
        return new Planted(name);
    }

    @Override
    public void close() {
        clients.close();
        proxy.close();
        server.close();
    }

    /** A function to plant. */
    final class Planted {

        private final String name;
        private final List<String> allowed = new ArrayList<>();
        private final Map<String, String> variables = new LinkedHashMap<>();
        private final List<Runnable> afterwards = new ArrayList<>();
        private boolean tagged = true;

        private Planted(String name) {
            this.name = name;
        }

        Planted untagged() {
            tagged = false;
            return this;
        }

        /** Adds a statement to the function's role. */
        Planted may(String action, String resource) {
            return statement("Allow", action, resource);
        }

        Planted mayNot(String action, String resource) {
            return statement("Deny", action, resource);
        }

        private Planted statement(String effect, String action, String resource) {
            allowed.add(
                    "{\"Effect\":\"" + effect + "\",\"Action\":\"" + action + "\",\"Resource\":\"" + resource + "\"}");
            return this;
        }

        Planted named(String variable, String value) {
            variables.put(variable, value);
            return this;
        }

        Planted alias(String alias) {
            return then(() ->
                    lambda.createAlias(r -> r.functionName(name).name(alias).functionVersion("$LATEST")));
        }

        /** Number 1. */
        Planted version() {
            return then(() -> lambda.publishVersion(r -> r.functionName(name)));
        }

        Planted url(FunctionUrlAuthType type) {
            return then(() ->
                    lambda.createFunctionUrlConfig(r -> r.functionName(name).authType(type)));
        }

        Planted letsIn(String principal, Consumer<AddPermissionRequest.Builder> conditions) {
            return allows("lambda:InvokeFunction", principal, conditions);
        }

        Planted allows(String action, String principal, Consumer<AddPermissionRequest.Builder> conditions) {
            int sid = afterwards.size();
            return then(() -> lambda.addPermission(r -> {
                r.functionName(name).statementId("s" + sid).action(action).principal(principal);
                conditions.accept(r);
            }));
        }

        /** Adds a trigger, for example of {@code s3}, in the way of the AWS console. */
        Planted triggeredBy(String service, String sourceArn) {
            return letsIn(service + ".amazonaws.com", r -> r.sourceArn(sourceArn));
        }

        Planted polls(String sourceArn, Integer most, boolean enabled) {
            return then(() -> lambda.createEventSourceMapping(r -> {
                r.functionName(name).eventSourceArn(sourceArn).enabled(enabled);
                if (!sourceArn.contains(":sqs:")) r.startingPosition("LATEST");
                if (most != null) r.scalingConfig(c -> c.maximumConcurrency(most));
            }));
        }

        Planted sends(String onSuccess, String onFailure) {
            return then(() -> lambda.putFunctionEventInvokeConfig(r -> r.functionName(name)
                    .destinationConfig(d -> {
                        if (onSuccess != null) d.onSuccess(s -> s.destination(onSuccess));
                        if (onFailure != null) d.onFailure(f -> f.destination(onFailure));
                    })));
        }

        Planted reserved(int executions) {
            return then(() ->
                    lambda.putFunctionConcurrency(r -> r.functionName(name).reservedConcurrentExecutions(executions)));
        }

        Planted then(Runnable step) {
            afterwards.add(step);
            return this;
        }

        void now() {
            String role = "role-" + name;
            iam.createRole(r -> r.roleName(role).assumeRolePolicyDocument("{}"));
            if (!allowed.isEmpty()) {
                String document = "{\"Version\":\"2012-10-17\",\"Statement\":[" + String.join(",", allowed) + "]}";
                iam.putRolePolicy(r -> r.roleName(role).policyName("inline").policyDocument(document));
            }
            lambda.createFunction(request(role));
            afterwards.forEach(Runnable::run);
            planted.add(name);
        }

        private CreateFunctionRequest request(String role) {
            return CreateFunctionRequest.builder()
                    .functionName(name)
                    .role("arn:aws:iam::" + ACCOUNT + ":role/" + role)
                    .runtime(Runtime.PYTHON3_12)
                    .handler("index.handler")
                    .architectures(Architecture.X86_64)
                    .memorySize(1_024)
                    .timeout(30)
                    .environment(e -> e.variables(variables))
                    .tags(tagged ? Map.of("team", "shop") : Map.of())
                    .code(c -> c.zipFile(SdkBytes.fromByteArray(ZIP)))
                    .build();
        }
    }
}
