package dev.breakwater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.breakwater.cli.command.ConfigOption;
import dev.breakwater.config.model.DoorSettings;
import dev.breakwater.config.model.Settings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/**
 * Tests that every name in the manifests belongs to an object that the manifests create, or that the README tells
 * people to create.
 */
class ManifestsTest {

    private static final Path DOCKER = Path.of("../../docker");
    private static final Path KUBERNETES = DOCKER.resolve("kubernetes");
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final Pattern ROLE = Pattern.compile("arn:aws:iam::\\d{12}:role/([\\w-]+)");
    private static final Pattern BUCKET = Pattern.compile("s3://([a-z0-9.-]+)/");

    /** The paths at which manifests name other objects, and the kinds of these objects. */
    private static final Map<String, String> REFERENCES = Map.of(
            "serviceAccount", "serviceaccount",
            "serviceAccountName", "serviceaccount",
            "secretName", "secret",
            "claimName", "persistentvolumeclaim",
            "storageClassName", "storageclass");

    @TempDir
    Path folder;

    @Test
    void everyObjectThatIsNamedIsMadeOrSaidToBeMade() throws IOException {
        String page = Files.readString(DOCKER.resolve("README.md"));
        TreeSet<String> made = new TreeSet<>();
        TreeSet<String> named = new TreeSet<>();
        for (JsonNode object : objects()) {
            made.add(lower(object.path("kind"))
                    + '/'
                    + object.path("metadata").path("name").asText());
            names(object, named);
        }
        named.removeAll(made);
        assertThat(named).allSatisfy(name -> assertThat(page).contains("`" + name + "`"));
        for (JsonNode object : objects()) {
            assertThat(all(object.toString(), ROLE))
                    .allSatisfy(role -> assertThat(Files.readString(Path.of("../../config/iam/README.md")))
                            .contains("`" + role + "`"));
            assertThat(all(object.toString(), BUCKET)).allMatch(bucket -> bucket.startsWith("breakwater-"));
        }
    }

    @Test
    void everyMountIsOfAVolumeAndEveryVolumeIsMounted() throws IOException {
        for (JsonNode pod : pods()) {
            TreeSet<String> volumes = new TreeSet<>();
            pod.path("volumes").forEach(v -> volumes.add(v.path("name").asText()));
            assertThat(mounts(pod).values().stream().map(m -> m.path("name").asText()))
                    .containsExactlyInAnyOrderElementsOf(volumes);
        }
    }

    @Test
    void theConfigurationIsWhereTheCommandsLookAndItsPlacesCanBeWritten() throws Exception {
        JsonNode map = named("ConfigMap", "breakwater");
        for (JsonNode pod : pods()) {
            String file = configuration(pod);
            String key = file.substring(file.lastIndexOf('/') + 1);
            assertThat(map.path("data").has(key)).as(file).isTrue();
            JsonNode mount = mounts(pod).get(file.substring(0, file.lastIndexOf('/')));
            assertThat(mount.has("subPath"))
                    .as("such a file never changes in a pod")
                    .isFalse();
            assertThat(volume(pod, mount).path("configMap").path("name").asText())
                    .isEqualTo(map.path("metadata").path("name").asText());
        }
        Settings settings = settings(map);
        JsonNode job = jobPod();
        for (String place : List.of(settings.ledger().path(), settings.pages().path())) {
            String mounted = mounts(job).keySet().stream()
                    .filter(m -> place.startsWith(m + '/'))
                    .findFirst()
                    .orElse("nowhere");
            JsonNode mount = mounts(job).getOrDefault(mounted, YAML.createObjectNode());
            assertThat(volume(job, mount).has("persistentVolumeClaim"))
                    .as(place + " is on " + mounted)
                    .isTrue();
            assertThat(mount.path("readOnly").asBoolean()).isFalse();
        }
    }

    @Test
    void everySecretFileIsAKeyOfTheSecretThatHasToBeMade() throws IOException {
        String page = Files.readString(DOCKER.resolve("README.md"));
        String text = named("ConfigMap", "breakwater").toString();
        assertThat(all(text, Pattern.compile("file:(/[^\"\\\\]+)")))
                .isNotEmpty()
                .allSatisfy(file -> {
                    String mounted = file.substring(0, file.lastIndexOf('/'));
                    JsonNode pod = pods().stream()
                            .filter(p -> mounts(p).containsKey(mounted))
                            .findFirst()
                            .orElseThrow();
                    String secret = volume(pod, mounts(pod).get(mounted))
                            .path("secret")
                            .path("secretName")
                            .asText();
                    assertThat(page)
                            .containsPattern("`secret/" + secret + "` with the keys? [^|]*`"
                                    + file.substring(file.lastIndexOf('/') + 1) + "`");
                });
    }

    /** A single command is started by hand. The drill is added by hand, because it pages without a canary and mode enforce. */
    @Test
    void everyManifestIsAppliedAtOnceButTheDrillAndASingleCommand() throws IOException {
        try (var files = Files.list(KUBERNETES)) {
            assertThat(ofKind("Kustomization").path("resources"))
                    .extracting(JsonNode::asText)
                    .containsExactlyInAnyOrderElementsOf(files.map(
                                    file -> file.getFileName().toString())
                            .filter(file -> !file.matches("kustomization.yaml|(drill-cronjob|command-job).yaml"))
                            .toList());
        }
    }

    /** Tests that a single command has the identity, settings, secrets and files of the job. */
    @Test
    void aCommandRunsAsTheJobDoes() throws IOException {
        JsonNode command = YAML.readTree(KUBERNETES.resolve("command-job.yaml").toFile());
        JsonNode pod = command.at("/spec/template/spec");
        JsonNode job = jobPod();
        assertThat(pod.path("serviceAccountName"))
                .isEqualTo(ofKind("FlinkDeployment").at("/spec/serviceAccount"));
        assertThat(job.path("volumes")).containsAll(pod.path("volumes"));
        assertThat(job.at("/containers/0/volumeMounts")).containsAll(pod.at("/containers/0/volumeMounts"));
        assertThat(pod.at("/securityContext")).isEqualTo(job.at("/securityContext"));
        List<String> args = new ArrayList<>();
        pod.at("/containers/0/args").forEach(arg -> args.add(arg.asText()));
        assertThat(Breakwater.commandLine()
                        .parseArgs(args.toArray(String[]::new))
                        .hasSubcommand())
                .isTrue();
        assertThat(KUBERNETES.resolve("restrictions.yaml"))
                .content()
                .contains("values: [sweep, drill, "
                        + command.at("/spec/template/metadata/labels")
                                .path("app.kubernetes.io/component")
                                .asText()
                        + "]");
    }

    /**
     * Tests that oauth2-proxy forwards to the console's address and proves its identity in the way that the console
     * expects.
     */
    @Test
    void theProxyBesideTheConsoleForwardsToItsTwoListenersAndNamesPeopleAsItIsToldTo() throws Exception {
        Settings settings = settings(named("ConfigMap", "breakwater"));
        DoorSettings door = settings.door();
        JsonNode proxy = YAML.readTree(named("ConfigMap", "breakwater-console")
                .at("/data/oauth2-proxy.yaml")
                .asText());
        Map<String, String> upstreams = new TreeMap<>();
        proxy.at("/upstreamConfig/upstreams")
                .forEach(u -> upstreams.put(
                        u.path("path").asText(), u.path("uri").asText().replace("http://", "")));
        String callbacks = door.callbacks().listen();
        assertThat(upstreams)
                .isEqualTo(Map.of("/", door.console().listen(), "/pagerduty", callbacks, "/slack", callbacks));
        JsonNode headers = proxy.path("injectRequestHeaders");
        assertThat(headers)
                .extracting(h -> h.path("name").asText())
                .containsExactly(door.proxy().header(), door.proxy().secretHeader());
        assertThat("file:" + headers.at("/1/values/0/secretSource/fromFile").asText())
                .isEqualTo(door.proxy().secret().toString());
        JsonNode container = ofKind("Deployment").at("/spec/template/spec/containers/1");
        String arguments = container.path("args").toString();
        assertThat(arguments).contains("--skip-auth-route=POST=^/(pagerduty|slack)$\"");
        URI base = URI.create(settings.pages().baseUrl());
        assertThat(base.getPath()).isEqualTo("/incidents");
        JsonNode ingress = ofKind("Ingress").path("spec");
        assertThat(ingress.at("/rules/0/host").asText()).isEqualTo(base.getHost());
        assertThat(ingress.at("/tls/0/hosts/0").asText()).isEqualTo(base.getHost());
        assertThat(arguments).contains("--redirect-url=https://" + base.getHost() + "/oauth2/callback\"");
        JsonNode service = ofKind("Service");
        JsonNode backend = ingress.at("/rules/0/http/paths/0/backend/service");
        assertThat(backend.path("name")).isEqualTo(service.at("/metadata/name"));
        assertThat(backend.at("/port/number")).isEqualTo(service.at("/spec/ports/0/port"));
        assertThat(service.at("/spec/selector")).isEqualTo(ofKind("Deployment").at("/spec/template/metadata/labels"));
        JsonNode port = service.at("/spec/ports/0/targetPort");
        assertThat(port).isEqualTo(container.at("/ports/0/containerPort"));
        assertThat(proxy.at("/server/bindAddress").asText()).endsWith(":" + port.asInt());
        assertThat(named("NetworkPolicy", "breakwater-console").at("/spec/ingress/0/ports/0/port"))
                .isEqualTo(port);
    }

    /** Tests that all other ports of compose.yaml are on the loopback of their own namespace. */
    @Test
    void composePublishesTheConsoleOnThisMachineAlone() throws Exception {
        JsonNode services = YAML.<JsonNode>valueToTree(
                        new Yaml().load(Files.readString(DOCKER.resolve("compose.yaml"))))
                .path("services");
        List<String> published = new ArrayList<>();
        services.forEach(s -> s.path("ports").forEach(p -> published.add(p.asText())));
        DoorSettings door = ConfigOption.load(DOCKER.resolve("breakwater.yaml")).door();
        String port = door.console().listen().replace("0.0.0.0:", "");
        assertThat(published).containsExactly("127.0.0.1:" + port + ":" + port);
        assertThat(services.at("/console/environment/HEALTH").asText()).isEqualTo(port + "/health");
        assertThat(door.readingNeedsKey()).isTrue();
        assertThat(services.at("/console/environment").has("DOOR_KEY")).isTrue();
    }

    /** On a clean machine, the volume is empty, and a job that ends takes the network of all other services with it. */
    @Test
    void composeMakesTheFolderThatTheJobNeedsBeforeTheJob() throws Exception {
        JsonNode job = YAML.<JsonNode>valueToTree(new Yaml().load(Files.readString(DOCKER.resolve("compose.yaml"))))
                .at("/services/jobmanager");
        String landing = ConfigOption.load(DOCKER.resolve("breakwater.yaml"))
                .source()
                .landing()
                .path();
        assertThat(job.path("entrypoint")).hasToString("[\"/bin/sh\",\"-c\"]");
        assertThat(job.path("command")).hasSize(1);
        assertThat(job.at("/command/0").asText())
                .startsWith("mkdir -p " + landing + " && exec breakwater standalone-job ");
    }

    @Test
    void theJobIsInTheImageAndComposeNamesWhatIsThere() throws Exception {
        String image = Files.readString(DOCKER.resolve("Dockerfile"));
        JsonNode spec = ofKind("FlinkDeployment").path("spec");
        assertThat(image)
                .contains(' '
                        + spec.at("/flinkConfiguration/kubernetes.entry.path").asText()
                        + '\n');
        assertThat(Class.forName(spec.at("/job/entryClass").asText())).isNotNull();
        // merged by hand, because Jackson does not resolve merged maps ("<<")
        Object merged = new Yaml().load(Files.readString(DOCKER.resolve("compose.yaml")));
        JsonNode compose = YAML.valueToTree(merged);
        for (Map.Entry<String, JsonNode> service : compose.path("services").properties()) {
            JsonNode s = service.getValue();
            String target = s.path("build").path("target").asText("");
            if (!target.isEmpty()) assertThat(image).contains(" AS " + target + "\n");
            for (JsonNode volume : s.path("volumes")) {
                String from = volume.asText().split(":")[0];
                boolean there = from.startsWith("./")
                        ? Files.exists(DOCKER.resolve(from))
                        : compose.path("volumes").has(from);
                assertThat(there).as(service.getKey() + " mounts " + from).isTrue();
            }
            String command = s.path("command").toString();
            if (command.contains("sweep")) assertThat(command).contains("-c /etc/breakwater/breakwater.yaml");
            if (command.contains("/etc/breakwater/breakwater.yaml")) {
                assertThat(s.path("volumes").toString()).contains(":/etc/breakwater/breakwater.yaml:ro");
            }
        }
    }

    private static void names(JsonNode node, TreeSet<String> into) {
        for (Map.Entry<String, JsonNode> e : node.properties()) {
            JsonNode value = e.getValue();
            String kind = REFERENCES.get(e.getKey());
            if (kind != null) into.add(kind + '/' + value.asText());
            if (e.getKey().equals("configMap"))
                into.add("configmap/" + value.path("name").asText());
            if (e.getKey().equals("roleRef"))
                into.add(lower(value.path("kind")) + '/' + value.path("name").asText());
            if (e.getKey().equals("subjects")) {
                value.forEach(s ->
                        into.add(lower(s.path("kind")) + '/' + s.path("name").asText()));
            }
            names(value, into);
        }
        if (node.isArray()) node.forEach(item -> names(item, into));
    }

    static List<JsonNode> objects() throws IOException {
        List<JsonNode> objects = new ArrayList<>();
        try (var files = Files.list(KUBERNETES)) {
            for (Path file : files.sorted().toList()) {
                var documents = YAML.readerFor(JsonNode.class).<JsonNode>readValues(file.toFile());
                objects.addAll(documents.readAll());
            }
        }
        return objects;
    }

    static JsonNode ofKind(String kind) throws IOException {
        return objects().stream()
                .filter(o -> o.path("kind").asText().equals(kind))
                .findFirst()
                .orElseThrow();
    }

    private static JsonNode named(String kind, String name) throws IOException {
        return objects().stream()
                .filter(o -> o.path("kind").asText().equals(kind))
                .filter(o -> o.at("/metadata/name").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static JsonNode jobPod() throws IOException {
        return templates().get(0).path("spec");
    }

    /** Returns the pod templates, the job's first. */
    static List<JsonNode> templates() throws IOException {
        List<JsonNode> templates =
                new ArrayList<>(List.of(ofKind("FlinkDeployment").path("spec").path("podTemplate")));
        for (JsonNode object : objects()) {
            if (object.path("kind").asText().equals("CronJob"))
                templates.add(object.at("/spec/jobTemplate/spec/template"));
            if (object.path("kind").asText().equals("Deployment")) templates.add(object.at("/spec/template"));
        }
        return templates;
    }

    private static List<JsonNode> pods() throws IOException {
        return templates().stream().map(template -> template.path("spec")).toList();
    }

    /** The file that {@code -c} names in a pod's arguments. */
    private static String configuration(JsonNode pod) throws IOException {
        JsonNode own = pod.path("containers").path(0).path("args");
        JsonNode args = own.isMissingNode()
                ? ofKind("FlinkDeployment").path("spec").path("job").path("args")
                : own;
        List<String> words = StreamSupport.stream(args.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
        assertThat(words).contains("-c");
        return words.get(words.indexOf("-c") + 1);
    }

    private static Map<String, JsonNode> mounts(JsonNode pod) {
        Map<String, JsonNode> mounts = new TreeMap<>();
        for (JsonNode container : pod.path("containers")) {
            container
                    .path("volumeMounts")
                    .forEach(m -> mounts.put(m.path("mountPath").asText(), m));
        }
        return mounts;
    }

    private static JsonNode volume(JsonNode pod, JsonNode mount) {
        for (JsonNode v : pod.path("volumes")) {
            if (v.path("name").equals(mount.path("name"))) return v;
        }
        return YAML.createObjectNode();
    }

    private Settings settings(JsonNode map) throws IOException {
        Path file = Files.writeString(
                folder.resolve("breakwater.yaml"),
                map.path("data").path("breakwater.yaml").asText());
        return ConfigOption.load(file);
    }

    private static List<String> all(String text, Pattern pattern) {
        List<String> found = new ArrayList<>();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) found.add(matcher.group(1));
        return found;
    }

    private static String lower(JsonNode kind) {
        return kind.asText().toLowerCase(java.util.Locale.ROOT);
    }
}
