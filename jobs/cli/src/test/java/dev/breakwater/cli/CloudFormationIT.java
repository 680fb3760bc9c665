package dev.breakwater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.testkit.emulator.MotoServer;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The template of a watched account deployed to the emulator, as far as that goes: it knows no metric stream, and of the
 * central template not the value of a parameter as an attribute. All else of both is {@link CloudFormationTest}'s.
 */
class CloudFormationIT {

    private static final Path TEMPLATE = Path.of("../../config/cloudformation/watched-account.yaml");

    @Test
    void theStackOfAWatchedAccountHasItsRolesAndACanaryToDrillOn() throws Exception {
        try (MotoServer aws = MotoServer.start()) {
            String made = ask(
                    aws.endpoint(),
                    Map.of(
                            "Action", "CreateStack",
                            "StackName", "breakwater",
                            "TemplateBody", Files.readString(TEMPLATE),
                            "Capabilities.member.1", "CAPABILITY_NAMED_IAM",
                            "Parameters.member.1.ParameterKey", "CentralAccount",
                            "Parameters.member.1.ParameterValue", MotoServer.ACCOUNT,
                            "Parameters.member.2.ParameterKey", "Act",
                            "Parameters.member.2.ParameterValue", "yes",
                            "Parameters.member.3.ParameterKey", "Canary",
                            "Parameters.member.3.ParameterValue", "yes"));
            assertThat(made).contains("<StackId>");
            assertThat(ask(aws.endpoint(), Map.of("Action", "DescribeStacks", "StackName", "breakwater")))
                    .contains("<StackStatus>CREATE_COMPLETE</StackStatus>");
            assertThat(ask(aws.endpoint(), Map.of("Action", "DescribeStackResources", "StackName", "breakwater")))
                    .contains(
                            ">breakwater-observe<", ">breakwater-act<", ">breakwater-drill<", ">canary-of-breakwater<")
                    .doesNotContain("DeliveryStream");
        }
    }

    private static String ask(URI endpoint, Map<String, String> parameters) throws Exception {
        String form = parameters.entrySet().stream()
                .map(p -> p.getKey() + '=' + URLEncoder.encode(p.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        HttpRequest request = HttpRequest.newBuilder(endpoint)
                .header("Content-Type", "application/x-www-form-urlencoded")
                // by this the emulator knows which service is meant
                .header(
                        "Authorization",
                        "AWS4-HMAC-SHA256 Credential=test/20260101/eu-west-1/cloudformation/aws4_request,"
                                + " SignedHeaders=host, Signature=none")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
