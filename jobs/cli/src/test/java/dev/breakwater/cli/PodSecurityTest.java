package dev.breakwater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Tests that a pod of the manifests has no more rights and network access than it needs. */
class PodSecurityTest {

    private static final Pattern QUOTED = Pattern.compile("'(.*)'");

    /** The rules of the Pod Security Standard "restricted", of which these manifests touch five. */
    @Test
    void aNamespaceThatIsRestrictedTakesEveryPod() throws IOException {
        for (JsonNode template : ManifestsTest.templates()) {
            JsonNode pod = template.path("spec");
            assertThat(pod.at("/securityContext/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
            assertThat(pod.path("volumes"))
                    .allSatisfy(volume -> assertThat(volume.properties())
                            .extracting(java.util.Map.Entry::getKey)
                            .containsAnyOf("configMap", "secret", "emptyDir", "persistentVolumeClaim"));
            assertThat(pod.path("containers")).isNotEmpty().allSatisfy(container -> {
                JsonNode context = container.path("securityContext");
                assertThat(context.path("runAsNonRoot").asBoolean()).isTrue();
                assertThat(context.path("allowPrivilegeEscalation").asBoolean(true))
                        .isFalse();
                assertThat(context.at("/capabilities/drop/0").asText()).isEqualTo("ALL");
                assertThat(context.path("readOnlyRootFilesystem").asBoolean()).isTrue();
            });
        }
    }

    @Test
    void eachPodIsReachedByNamedPodsAndNamespacesAloneAndReachesNoMetadataOfTheNode() throws IOException {
        List<JsonNode> policies = ManifestsTest.objects().stream()
                .filter(o -> o.path("kind").asText().equals("NetworkPolicy"))
                .map(o -> o.path("spec"))
                .toList();
        for (JsonNode template : ManifestsTest.templates()) {
            JsonNode labels = template.at("/metadata/labels");
            List<JsonNode> own =
                    policies.stream().filter(p -> selects(p, labels)).toList();
            assertThat(own).as(labels.toString()).hasSize(1);
            JsonNode policy = own.get(0);
            assertThat(policy.path("policyTypes")).extracting(JsonNode::asText).containsExactly("Ingress", "Egress");
            policy.path("ingress")
                    .forEach(rule -> assertThat(rule.path("from"))
                            .isNotEmpty()
                            .allSatisfy(from -> assertThat(from.toString()).contains("matchLabels\":{\"")));
            policy.path("egress")
                    .forEach(rule ->
                            assertThat(rule.has("to") || rule.has("ports")).isTrue());
            assertThat(policy.path("egress").toString()).doesNotContain("\"port\":80}");
        }
    }

    private static boolean selects(JsonNode policy, JsonNode labels) {
        JsonNode selector = policy.path("podSelector");
        boolean all = selector.path("matchLabels").properties().stream()
                .allMatch(label -> labels.path(label.getKey()).equals(label.getValue()));
        for (JsonNode expression : selector.path("matchExpressions")) {
            JsonNode own = labels.path(expression.path("key").asText());
            all &= expression.path("values").toString().contains(own.toString());
        }
        return all;
    }

    /** The names are those of Flink's high availability: CLUSTER-cluster-config-map and CLUSTER-JOB-config-map. */
    @Test
    void theJobWritesTheConfigMapsOfItsHighAvailabilityAlone() throws IOException {
        assertThat(ManifestsTest.ofKind("Role").path("rules").toString()).doesNotContain("*");
        JsonNode policy = ManifestsTest.ofKind("ValidatingAdmissionPolicy");
        assertThat(policy.at("/spec/failurePolicy").asText()).isEqualTo("Fail");
        assertThat(ManifestsTest.ofKind("ValidatingAdmissionPolicyBinding")
                        .at("/spec/policyName")
                        .asText())
                .isEqualTo(policy.at("/metadata/name").asText());
        String account = ManifestsTest.ofKind("FlinkDeployment")
                .at("/spec/serviceAccount")
                .asText();
        assertThat(quoted(policy.at("/spec/matchConditions/0/expression"))).endsWith(":" + account);
        Pattern names = Pattern.compile(quoted(policy.at("/spec/validations/0/expression")));
        String cluster =
                ManifestsTest.ofKind("FlinkDeployment").at("/metadata/name").asText();
        assertThat(Stream.of("cluster", "0123456789abcdef0123456789abcdef").map(n -> cluster + '-' + n + "-config-map"))
                .allMatch(name -> names.matcher(name).find());
        assertThat(Stream.of(
                        cluster, "flink-config-" + cluster, "kube-root-ca.crt", "x" + cluster + "-cluster-config-map"))
                .noneMatch(name -> names.matcher(name).find());
    }

    private static String quoted(JsonNode expression) {
        return QUOTED.matcher(expression.asText())
                .results()
                .findFirst()
                .orElseThrow()
                .group(1);
    }

    @Test
    void onlyTheJobAsksKubernetes() throws IOException {
        List<JsonNode> templates = ManifestsTest.templates();
        assertThat(templates.subList(1, templates.size()))
                .allSatisfy(t -> assertThat(
                                t.at("/spec/automountServiceAccountToken").asBoolean(true))
                        .isFalse());
    }

    @Test
    void theBaseOfTheImageIsNamedByItsDigest() throws IOException {
        String image = Files.readString(Path.of("../../docker/Dockerfile"));
        assertThat(image).contains("\nARG BASE\n\nFROM ${BASE} AS base\n", "case \"$BASE\" in *@sha256:*");
        assertThat(image.lines().filter(line -> line.startsWith("FROM ")))
                .allMatch(line -> line.startsWith("FROM ${BASE} ") || line.startsWith("FROM base "));
        assertThat(Files.readString(Path.of("../../.github/actions/check/action.yml")))
                .doesNotContain("@main")
                .contains("actions/check@COMMIT");
    }
}
