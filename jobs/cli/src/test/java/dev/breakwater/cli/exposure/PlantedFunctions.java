package dev.breakwater.cli.exposure;

import static dev.breakwater.cli.exposure.ExposureWorld.ACCOUNT;
import static dev.breakwater.cli.exposure.ExposureWorld.OTHER;
import static dev.breakwater.cli.exposure.ExposureWorld.arn;
import static dev.breakwater.cli.exposure.ExposureWorld.arnOf;

import java.util.Set;
import software.amazon.awssdk.services.lambda.model.FunctionUrlAuthType;

/** Some sixty functions: public functions, loops, and functions that only look public or looping. */
final class PlantedFunctions {

    /** The functions that anyone can start. */
    static final Set<String> PUBLIC = Set.of(
            "url-open",
            "url-open-no-statement",
            "url-open-reserved",
            "url-signed-by-everybody",
            "everybody",
            "everybody-any-source",
            "everybody-all-actions",
            "everybody-alias",
            "everybody-version",
            "everybody-any-bucket",
            "api-open",
            "api-authoriser");

    /** Functions for which this is unknown. */
    static final Set<String> POSSIBLY =
            Set.of("balancer", "distribution", "login", "everybody-of-account", "api-token");

    /** The loops, each by its functions. */
    static final Set<Set<String>> LOOPS = Set.of(
            Set.of("loop-queue"),
            Set.of("loop-two-queues-a", "loop-two-queues-b"),
            Set.of("loop-bucket"),
            Set.of("loop-topic"),
            Set.of("loop-destination-a", "loop-destination-b"),
            Set.of("loop-failures"),
            Set.of("loop-itself"),
            Set.of("loop-table"),
            Set.of("loop-stream"),
            Set.of("loop-bus"));

    private final ExposureWorld world;

    private PlantedFunctions(ExposureWorld world) {
        this.world = world;
    }

    static void plant(ExposureWorld world) {
        PlantedFunctions all = new PlantedFunctions(world);
        all.open();
        all.notQuiteOpen();
        all.triggered();
        all.throughApis();
        all.polled();
        all.loops();
        all.noLoops();
        all.toLookAt();
    }

    private void open() {
        world.plant("url-open")
                .url(FunctionUrlAuthType.NONE)
                .allows("lambda:InvokeFunctionUrl", "*", r -> r.functionUrlAuthType(FunctionUrlAuthType.NONE))
                .now();
        world.plant("url-open-no-statement").url(FunctionUrlAuthType.NONE).now();
        world.plant("url-open-reserved")
                .url(FunctionUrlAuthType.NONE)
                .allows("lambda:InvokeFunctionUrl", "*", r -> {})
                .reserved(5)
                .now();
        world.plant("url-signed-by-everybody")
                .url(FunctionUrlAuthType.AWS_IAM)
                .allows("lambda:InvokeFunctionUrl", "*", r -> {})
                .now();
        world.plant("everybody").letsIn("*", r -> {}).now();
        world.plant("everybody-any-source")
                .letsIn("*", r -> r.sourceArn("arn:aws:*"))
                .now();
        world.plant("everybody-all-actions").allows("lambda:*", "*", r -> {}).now();
        world.plant("everybody-alias")
                .alias("live")
                .letsIn("*", r -> r.qualifier("live"))
                .now();
        world.plant("everybody-version")
                .version()
                .letsIn("*", r -> r.qualifier("1"))
                .now();
        world.plant("everybody-any-bucket")
                .letsIn("*", r -> r.sourceArn("arn:aws:s3:::*"))
                .now();
    }

    /** Plants a REST API with an open route and an authoriser, and an HTTP API with a route that asks for a token. */
    private void throughApis() {
        world.plant("api-open").now();
        world.plant("api-authoriser").now();
        world.plant("api-key").now();
        world.plant("api-token").now();
        world.plant("api-not-deployed").now();
        world.plant("distribution")
                .triggeredBy("cloudfront", "arn:aws:cloudfront::" + ACCOUNT + ":distribution/E1234567890")
                .now();
        world.apis.rest("pets", "api-open", "api-key", "api-authoriser");
        world.apis.http("shop", "api-token", true);
        world.apis.http("draft", "api-not-deployed", false);
    }

    private void notQuiteOpen() {
        world.plant("url-signed").url(FunctionUrlAuthType.AWS_IAM).now();
        world.plant("organisation")
                .letsIn("*", r -> r.principalOrgID("o-abcdefghij"))
                .now();
        world.plant("everybody-of-account")
                .letsIn("*", r -> r.sourceAccount(ACCOUNT))
                .now();
        world.plant("everybody-of-bucket")
                .letsIn("*", r -> r.sourceArn("arn:aws:s3:::uploads"))
                .now();
        world.plant("other-account")
                .letsIn("arn:aws:iam::" + OTHER + ":root", r -> {})
                .now();
        world.plant("other-account-organisation")
                .letsIn("arn:aws:iam::" + OTHER + ":root", r -> r.principalOrgID("o-abcdefghij"))
                .now();
        world.plant("everybody-may-read")
                .allows("lambda:GetFunction", "*", r -> {})
                .now();
    }

    private void triggered() {
        world.plant("gateway")
                .triggeredBy("apigateway", arn("execute-api", "a1b2c3/*/GET/pets"))
                .now();
        world.plant("balancer")
                .triggeredBy("elasticloadbalancing", arn("elasticloadbalancing", "targetgroup/t/0123456789abcdef"))
                .now();
        world.plant("bucket")
                .letsIn(
                        "s3.amazonaws.com",
                        r -> r.sourceArn("arn:aws:s3:::uploads").sourceAccount(ACCOUNT))
                .now();
        world.plant("login")
                .triggeredBy("transfer", arn("transfer", "server/s-0123456789abcdef0"))
                .now();
        world.plant("bucket-of-anybody").letsIn("s3.amazonaws.com", r -> {}).now();
        world.plant("topic").triggeredBy("sns", arn("sns", "orders")).now();
        world.plant("topic-of-other")
                .triggeredBy("sns", "arn:aws:sns:eu-west-1:" + OTHER + ":orders")
                .now();
        world.plant("schedule")
                .triggeredBy("events", arn("events", "rule/nightly"))
                .now();
        world.plant("rule")
                .triggeredBy("events", arn("events", "rule/shop/orders"))
                .now();
        world.plant("logs")
                .triggeredBy("logs", arn("logs", "log-group:/aws/lambda/gateway:*"))
                .now();
    }

    private void polled() {
        world.plant("queue").polls(arn("sqs", "mails"), null, true).now();
        world.plant("queue-at-most-7").polls(arn("sqs", "slow"), 7, true).now();
        world.plant("queue-of-other")
                .polls("arn:aws:sqs:" + ExposureWorld.REGION + ":" + OTHER + ":orders", null, true)
                .now();
        world.plant("queue-off").polls(arn("sqs", "old"), null, false).now();
        world.plant("table")
                .polls(arn("dynamodb", "table/carts/stream/2026-01-01T00:00:00.000"), null, true)
                .now();
        world.plant("stream").polls(arn("kinesis", "stream/clicks"), null, true).now();
    }

    private void loops() {
        world.plant("loop-queue")
                .polls(arn("sqs", "retry"), null, true)
                .may("sqs:SendMessage", "*")
                .named("QUEUE_URL", "https://sqs.eu-west-1.amazonaws.com/" + ACCOUNT + "/retry")
                .now();
        world.plant("loop-two-queues-a")
                .polls(arn("sqs", "ping"), null, true)
                .may("sqs:*", arn("sqs", "pong"))
                .now();
        world.plant("loop-two-queues-b")
                .polls(arn("sqs", "pong"), null, true)
                .may("sqs:SendMessage", arn("sqs", "ping"))
                .now();
        world.plant("loop-bucket")
                .triggeredBy("s3", "arn:aws:s3:::images")
                .may("s3:PutObject", "arn:aws:s3:::images/*")
                .named("BUCKET", "images")
                .now();
        world.plant("loop-topic")
                .triggeredBy("sns", arn("sns", "echo"))
                .may("sns:Publish", arn("sns", "echo"))
                .now();
        world.plant("loop-destination-a")
                .sends(arnOf("loop-destination-b"), null)
                .now();
        world.plant("loop-destination-b")
                .sends(arnOf("loop-destination-a"), null)
                .now();
        world.plant("loop-failures")
                .polls(arn("sqs", "failures"), null, true)
                .sends(null, arn("sqs", "failures"))
                .now();
        world.plant("loop-itself")
                .may("lambda:InvokeFunction", arnOf("loop-itself"))
                .now();
        world.plant("loop-table")
                .polls(arn("dynamodb", "table/totals/stream/2026-01-01T00:00:00.000"), null, true)
                .may("dynamodb:UpdateItem", arn("dynamodb", "table/totals"))
                .named("TABLE", "totals")
                .now();
        world.plant("loop-stream")
                .polls(arn("kinesis", "stream/enriched"), null, true)
                .may("kinesis:PutRecords", arn("kinesis", "stream/enriched"))
                .now();
        world.plant("loop-bus")
                .triggeredBy("events", arn("events", "rule/sagas/step"))
                .may("events:PutEvents", arn("events", "event-bus/sagas"))
                .now();
    }

    private void noLoops() {
        world.plant("writes-any-queue")
                .polls(arn("sqs", "one"), null, true)
                .may("sqs:SendMessage", "*")
                .now();
        world.plant("writes-another-bucket")
                .triggeredBy("s3", "arn:aws:s3:::photos-in")
                .may("s3:PutObject", "arn:aws:s3:::photos-out/*")
                .named("BUCKET", "photos-out")
                .now();
        world.plant("reads-its-queue")
                .polls(arn("sqs", "two"), null, true)
                .may("sqs:ReceiveMessage", arn("sqs", "two"))
                .named("QUEUE", "two")
                .now();
        world.plant("denied-its-queue")
                .polls(arn("sqs", "three"), null, true)
                .may("sqs:SendMessage", arn("sqs", "three"))
                .mayNot("sqs:SendMessage", arn("sqs", "three"))
                .named("QUEUE", "three")
                .now();
        world.plant("scheduled-writes-default-bus")
                .triggeredBy("events", arn("events", "rule/hourly"))
                .may("events:PutEvents", arn("events", "event-bus/default"))
                .now();
    }

    private void toLookAt() {
        world.plant("new-today").now();
        world.plant("untagged").untagged().now();
        world.plant("administrator").may("*", "*").now();
        world.plant("changes-code")
                .may("lambda:UpdateFunctionCode", arnOf("everybody"))
                .now();
    }
}
