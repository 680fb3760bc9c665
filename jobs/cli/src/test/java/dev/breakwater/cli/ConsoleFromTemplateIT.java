package dev.breakwater.cli;

import static dev.breakwater.cli.CloudFormationTest.CENTRAL;
import static dev.breakwater.cli.CloudFormationTest.VALUES;
import static dev.breakwater.cli.CloudFormationTest.template;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.breakwater.cli.door.LoadBalancerDouble;
import dev.breakwater.cli.door.OpenDoors;
import dev.breakwater.connectors.aws.bucket.Folders;
import dev.breakwater.connectors.testkit.AwsKeys;
import dev.breakwater.connectors.testkit.Loopback;
import dev.breakwater.connectors.testkit.s3.BucketDouble;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Runs the console's task from the central template, with its command and variables unchanged, behind a load balancer
 * that follows the template's rules and signs like AWS. Only folders, ports and the address of the load balancer's keys
 * are changed.
 */
@ExtendWith(AwsKeys.class)
class ConsoleFromTemplateIT {

    private static final Duration PATIENCE = Duration.ofSeconds(240);
    private static final String HOST = "console.example.org";
    private static final String FORM = "Content-Type: application/x-www-form-urlencoded\r\n";

    @TempDir
    Path folder;

    private final Map<String, String> ports = new TreeMap<>();
    private LoadBalancerDouble balancer;
    private BucketDouble s3;
    private ResolvedTemplate central;
    private JsonNode resources;
    private Process console;

    private record Said(int status, String text) {}

    @BeforeEach
    void begin() throws IOException {
        balancer = new LoadBalancerDouble();
        s3 = BucketDouble.start();
        resources = template(CENTRAL).path("Resources");
        Files.createDirectories(folder.resolve("tmp"));
        OpenDoors.files(Files.createDirectories(folder.resolve("var")));
    }

    @AfterEach
    void end() throws InterruptedException {
        if (console != null) console.destroyForcibly().waitFor(30, TimeUnit.SECONDS);
        s3.close();
        balancer.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"no", "yes"})
    void peopleReadAndActBehindTheLoadBalancerAndPagerDutyCallsBesideIt(String inBucket) throws Exception {
        start(inBucket);
        for (JsonNode service : properties("ConsoleService").path("LoadBalancers")) {
            JsonNode targets = properties(service.path("TargetGroupArn").asText());
            assertThat(service.path("ContainerPort")).isEqualTo(targets.path("Port"));
            assertThat(targets.path("Protocol").asText()).isEqualTo("HTTPS");
            // without this setting, AWS uses http
            assertThat(targets.path("HealthCheckProtocol").asText()).isEqualTo("HTTPS");
            healthy(targets);
        }

        assertThat(browser("GET", "/", "", "", "").status())
                .as("signed in to nothing")
                .isEqualTo(302);
        assertThat(browser("GET", "/", "alice@example.org", "", "").text()).contains("id=\"headline\"");
        assertThat(to("ConsoleTargets", "GET", "/", HOST, "", "").status()).isEqualTo(401);
        String other = VALUES.get("Balancer").replace("breakwater", "theirs");
        String forged = "x-amzn-oidc-data: " + balancer.token(other, "eve@example.org") + "\r\n";
        assertThat(to("ConsoleTargets", "GET", "/", HOST, forged, "").status()).isEqualTo(401);
        assertThat(browser("GET", "/", "", forged, "").status()).isEqualTo(302);
        String ours = "x-amzn-oidc-data: " + balancer.token(VALUES.get("Balancer"), "alice@example.org") + "\r\n";
        assertThat(to("ConsoleTargets", "GET", "/", "evil.example.org", ours, "")
                        .status())
                .isEqualTo(421);

        URI link = URI.create(baseUrl() + '/' + OpenDoors.INCIDENT + ".html");
        assertThat(link.getHost()).isEqualTo(HOST);
        assertThat(browser("GET", link.getPath(), "alice@example.org", "", "").text())
                .contains("a page");
        String origin = FORM + "Origin: https://" + HOST + "\r\n";
        assertThat(browser("POST", "/requests", "alice@example.org", origin, OpenDoors.form())
                        .status())
                .isEqualTo(202);
        assertThat(requests()).contains("alice@example.org");

        String event = OpenDoors.event();
        String signed = OpenDoors.signedByPagerDuty(OpenDoors.PAGER, event);
        assertThat(browser("POST", OpenDoors.action(), "", signed, event).status())
                .isEqualTo(202);
        assertThat(browser("POST", OpenDoors.action(), "", "", event).status()).isEqualTo(401);
        assertThat(requests()).contains("bob (P1)");
        assertThat(to("CallbacksTargets", "GET", "/", HOST, ours, "").status()).isEqualTo(404);
    }

    /** Starts the container of the task definition. */
    private void start(String inBucket) throws IOException {
        JsonNode template = template(CENTRAL);
        Map<String, String> values = new TreeMap<>(VALUES);
        values.putAll(Map.of("ConsoleHost", HOST, "ConfigInBucket", inBucket));
        values.put("ConsoleAuthorizationEndpoint", "https://idp.example.org/authorize");
        String settings = CloudFormationTest.settings(template, values)
                .replace(
                        "signer: \"" + VALUES.get("Balancer") + '"',
                        "signer: \"" + VALUES.get("Balancer") + "\", keys: \"" + balancer.address() + '"');
        assertThat(settings).contains(balancer.address());
        values.put("Settings.Value", settings);
        central = ResolvedTemplate.of(template, values);
        if (inBucket.equals("yes")) {
            String file = "s3://" + VALUES.get("Bucket") + "/run/breakwater.yaml";
            Files.writeString(Folders.of(Folders.text(file, "eu-west-1", s3.endpoint())), here(settings));
        }
        JsonNode container = central.resolve(resources.at("/Console/Properties/ContainerDefinitions/0"));
        List<String> command = StreamSupport.stream(container.path("EntryPoint").spliterator(), false)
                .map(JsonNode::asText)
                .collect(Collectors.toList());
        container.path("Command").forEach(part -> command.add(here(part.asText())));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("console.log").toFile());
        Map<String, String> environment = builder.environment();
        for (JsonNode variable : container.path("Environment")) {
            environment.put(
                    variable.path("Name").asText(), here(variable.path("Value").asText()));
        }
        assertThat(container.path("Secrets")).hasSize(1);
        environment.put(container.at("/Secrets/0/Name").asText(), OpenDoors.PAGER);
        environment.put("AWS_REGION", "eu-west-1");
        environment.putAll(Map.of("AWS_ACCESS_KEY_ID", "a", "AWS_SECRET_ACCESS_KEY", "b"));
        environment.put("AWS_ENDPOINT_URL", s3.endpoint());
        environment.put("PATH", image() + ":" + System.getProperty("java.home") + "/bin:" + environment.get("PATH"));
        console = builder.start();
    }

    /** The image's {@code breakwater}. */
    private Path image() throws IOException {
        String words = JobProcess.breakwater(List.of()).command().stream()
                .map(word -> "'" + word + "'")
                .collect(Collectors.joining(" "));
        Path bin = Files.createDirectories(folder.resolve("bin"));
        Path program = Files.writeString(bin.resolve("breakwater"), "#!/bin/sh\nexec " + words + " \"$@\"\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        return bin;
    }

    /** Returns the text with this machine's folders and free ports on loopback. */
    private String here(String text) {
        String moved = text.replace("/tmp/", folder.resolve("tmp") + "/")
                .replace("/var/breakwater/", folder.resolve("var") + "/");
        for (String group : List.of("ConsoleTargets", "CallbacksTargets")) {
            String port = resources.path(group).path("Properties").path("Port").asText();
            moved = moved.replace(
                    "0.0.0.0:" + port,
                    "127.0.0.1:" + ports.computeIfAbsent(port, p -> String.valueOf(Loopback.freePort())));
        }
        return moved;
    }

    private JsonNode properties(String resource) {
        return central.resolve(resources.path(resource).path("Properties"));
    }

    private String baseUrl() {
        return central.values().get("Settings.Value").replaceAll("(?s).*baseUrl: \"([^\"]+)\".*", "$1");
    }

    /** Repeats the health check until it passes. */
    private void healthy(JsonNode targets) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        int status = 0;
        while (status != 200) {
            String log = Files.readString(folder.resolve("console.log"));
            assertThat(console.isAlive()).as(log).isTrue();
            assertThat(System.nanoTime()).as(log).isLessThan(deadline);
            try {
                String port = ports.get(targets.path("Port").asText());
                status = ask(port, "GET", targets.path("HealthCheckPath").asText(), "10.0.0.1:" + port, "", "").status;
            } catch (IOException e) {
                console.waitFor(100, TimeUnit.MILLISECONDS);
            }
        }
    }

    /** Sends a request of a browser or a vendor to the load balancer. {@code user} has signed in there. */
    private Said browser(String method, String path, String user, String headers, String body) throws Exception {
        String others = headers.replaceAll("(?i)x-amzn-oidc-[^\r\n]*\r\n", "");
        JsonNode rule = properties("CallbacksRule");
        boolean callback = false;
        for (JsonNode pattern : rule.at("/Conditions/0/Values")) {
            callback |= pattern.asText().equals(path.replaceAll("\\?.*", ""));
        }
        for (JsonNode action :
                callback ? rule.path("Actions") : properties("ConsoleListener").path("DefaultActions")) {
            if (action.path("Type").asText().equals("forward")) {
                return to(action.path("TargetGroupArn").asText(), method, path, HOST, others, body);
            }
            assertThat(action.path("Type").asText()).isEqualTo("authenticate-oidc");
            if (user.isEmpty()) {
                return new Said(
                        302,
                        action.at("/AuthenticateOidcConfig/AuthorizationEndpoint")
                                .asText());
            }
            others += "x-amzn-oidc-data: " + balancer.token(central.values().get("Balancer"), user) + "\r\n";
        }
        throw new IllegalStateException("no action forwards");
    }

    private Said to(String group, String method, String path, String host, String headers, String body)
            throws Exception {
        return ask(ports.get(properties(group).path("Port").asText()), method, path, host, headers, body);
    }

    /** A load balancer accepts any certificate. */
    private static Said ask(String port, String method, String path, String host, String headers, String body)
            throws Exception {
        SSLContext any = SSLContext.getInstance("TLS");
        any.init(null, new TrustManager[] {new Anybody()}, new SecureRandom());
        try (SSLSocket socket = (SSLSocket) any.getSocketFactory().createSocket("127.0.0.1", Integer.parseInt(port))) {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            socket.getOutputStream()
                    .write(OpenDoors.request(method, path, host, headers, body).getBytes(StandardCharsets.UTF_8));
            InputStream in = socket.getInputStream();
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int next = in.read();
                if (next < 0) throw new IOException("ended after " + head);
                head.append((char) next);
            }
            String length = head.toString().replaceAll("(?is).*\r\ncontent-length: (\\d+)\r\n.*", "$1");
            byte[] answer = in.readNBytes(Integer.parseInt(length));
            return new Said(
                    Integer.parseInt(head.toString().split(" ", 3)[1]), new String(answer, StandardCharsets.UTF_8));
        }
    }

    private String requests() throws IOException {
        StringBuilder all = new StringBuilder();
        try (var files = Files.walk(folder.resolve("var/ledger/requests"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) all.append(Files.readString(file));
        }
        return all.toString();
    }

    private static final class Anybody implements X509TrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {
            // no client has a certificate
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {
            // any
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
