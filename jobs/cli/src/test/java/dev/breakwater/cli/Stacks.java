package dev.breakwater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Deploys Breakwater's templates to the emulator, in the account of an access key. */
record Stacks(URI endpoint, String accessKey) {

    private static final Path TEMPLATES = Path.of("../../config/cloudformation");

    /** Deploys in the emulator's own account. */
    static Stacks of(URI endpoint) {
        return new Stacks(endpoint, "test");
    }

    /** Deploys in another account, with the role that AWS Organizations creates there. */
    Stacks in(String account) throws Exception {
        String role = "arn:aws:iam::" + account + ":role/OrganizationAccountAccessRole";
        String taken = ask("sts", Map.of("Action", "AssumeRole", "RoleArn", role, "RoleSessionName", "deployer"));
        return new Stacks(endpoint, first(taken, "<AccessKeyId>([^<]+)"));
    }

    /** The created resources, as the emulator lists them. */
    String create(String template, Map<String, String> parameters) throws Exception {
        Map<String, String> request = new TreeMap<>(Map.of(
                "Action", "CreateStack",
                "StackName", "breakwater",
                "TemplateBody", body(template),
                "Capabilities.member.1", "CAPABILITY_NAMED_IAM"));
        int i = 0;
        for (Map.Entry<String, String> parameter : parameters.entrySet()) {
            String member = "Parameters.member." + ++i;
            request.put(member + ".ParameterKey", parameter.getKey());
            request.put(member + ".ParameterValue", parameter.getValue());
        }
        assertThat(ask("cloudformation", request)).contains("<StackId>");
        assertThat(ask("cloudformation", Map.of("Action", "DescribeStacks", "StackName", "breakwater")))
                .contains("<StackStatus>CREATE_COMPLETE</StackStatus>");
        return ask("cloudformation", Map.of("Action", "DescribeStackResources", "StackName", "breakwater"));
    }

    /** The emulator does not know the value of a parameter as an attribute. */
    private static String body(String template) throws IOException {
        return Files.readString(TEMPLATES.resolve(template))
                .replaceAll("Fn::GetAtt:\\s+- Settings\\s+- Value", "Ref: Settings");
    }

    /** The only group of the pattern in an answer. */
    static String first(String answer, String pattern) {
        Matcher found = Pattern.compile(pattern).matcher(answer);
        assertThat(found.find()).as(answer).isTrue();
        return found.group(1);
    }

    String ask(String service, Map<String, String> parameters) throws Exception {
        String form = parameters.entrySet().stream()
                .map(p -> p.getKey() + '=' + URLEncoder.encode(p.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return send(service, "application/x-www-form-urlencoded", "", form);
    }

    /** Returns the value of a parameter of Systems Manager. */
    String setting(String name) throws Exception {
        String answer =
                send("ssm", "application/x-amz-json-1.1", "AmazonSSM.GetParameter", "{\"Name\":\"" + name + "\"}");
        return new ObjectMapper().readTree(answer).at("/Parameter/Value").asText();
    }

    /** The emulator reads the service and account from the authorization header. */
    private String send(String service, String type, String target, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(endpoint)
                .header("Content-Type", type)
                .header("X-Amz-Target", target)
                .header(
                        "Authorization",
                        "AWS4-HMAC-SHA256 Credential=" + accessKey + "/20260101/eu-west-1/" + service
                                + "/aws4_request, SignedHeaders=host, Signature=none")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
