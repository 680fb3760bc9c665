package dev.breakwater.connectors.lambda.exposure;

import dev.breakwater.connectors.aws.Answer;
import dev.breakwater.connectors.aws.AwsFailure;
import dev.breakwater.connectors.lambda.exposure.AccountSurface.RoleDocuments;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AttachedPolicy;

/**
 * Reads the policies of execution roles. Each role and each managed policy is read only once. Boundaries are not read.
 */
final class RoleReader {

    private final IamClient iam;
    private final SurfaceCalls calls;
    private final CallPace pace;
    private final Map<String, Answer<String>> managed = new HashMap<>();

    RoleReader(IamClient iam, SurfaceCalls calls, CallPace pace) {
        this.iam = iam;
        this.calls = calls;
        this.pace = pace;
    }

    RoleDocuments read(String roleArn) {
        return new Reading(roleArn.substring(roleArn.lastIndexOf('/') + 1)).read();
    }

    /** Reads one role. */
    private final class Reading {

        private final String role;
        private final List<String> documents = new ArrayList<>();
        private final List<String> names = new ArrayList<>();
        private boolean complete = true;

        Reading(String role) {
            this.role = role;
        }

        RoleDocuments read() {
            Answer<List<String>> inline = calls.pages(
                    pace,
                    marker -> iam.listRolePolicies(r -> r.roleName(role).marker(marker)),
                    page -> page.policyNames(),
                    page -> page.marker());
            if (inline.ok()) inline.value().forEach(this::inline);
            else failed("iam:ListRolePolicies", inline.failure());
            Answer<List<AttachedPolicy>> attached = calls.pages(
                    pace,
                    marker -> iam.listAttachedRolePolicies(r -> r.roleName(role).marker(marker)),
                    page -> page.attachedPolicies(),
                    page -> page.marker());
            if (attached.ok()) attached.value().forEach(this::attached);
            else failed("iam:ListAttachedRolePolicies", attached.failure());
            return new RoleDocuments(List.copyOf(documents), List.copyOf(names), complete);
        }

        private void inline(String name) {
            document(
                    "iam:GetRolePolicy",
                    calls.ask(
                            pace,
                            () -> iam.getRolePolicy(r -> r.roleName(role).policyName(name))
                                    .policyDocument()));
        }

        private void attached(AttachedPolicy policy) {
            names.add(policy.policyName());
            document("iam:GetPolicy and iam:GetPolicyVersion", RoleReader.this.managed(policy.policyArn()));
        }

        private void document(String permission, Answer<String> document) {
            if (document.ok()) documents.add(decoded(document.value()));
            else failed(permission, document.failure());
        }

        private void failed(String permission, AwsFailure failure) {
            complete = false;
            calls.failed(permission, Part.ROLE, role, failure);
        }
    }

    private Answer<String> managed(String policyArn) {
        return managed.computeIfAbsent(policyArn, arn -> {
            Answer<String> version = calls.ask(
                    pace, () -> iam.getPolicy(r -> r.policyArn(arn)).policy().defaultVersionId());
            if (!version.ok()) return version;
            return calls.ask(
                    pace,
                    () -> iam.getPolicyVersion(r -> r.policyArn(arn).versionId(version.value()))
                            .policyVersion()
                            .document());
        });
    }

    /** IAM sends documents URL-encoded. */
    private static String decoded(String document) {
        return document.startsWith("{") ? document : URLDecoder.decode(document, StandardCharsets.UTF_8);
    }
}
