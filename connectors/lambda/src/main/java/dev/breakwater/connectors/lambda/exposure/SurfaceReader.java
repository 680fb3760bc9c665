package dev.breakwater.connectors.lambda.exposure;

import dev.breakwater.connectors.aws.Answer;
import dev.breakwater.connectors.aws.AwsClients;
import dev.breakwater.connectors.aws.AwsFailure;
import dev.breakwater.connectors.lambda.ActClock;
import dev.breakwater.connectors.lambda.exposure.AccountSurface.ApiSurface;
import dev.breakwater.connectors.lambda.exposure.AccountSurface.RoleDocuments;
import dev.breakwater.connectors.lambda.exposure.AccountSurface.SdkRecords;
import dev.breakwater.connectors.lambda.exposure.CallPace.Paces;
import dev.breakwater.connectors.lambda.inventory.PlaceDirectory.AccountLimits;
import dev.breakwater.model.Scope;
import dev.breakwater.model.exposure.Fact;
import dev.breakwater.model.exposure.FunctionSurface;
import dev.breakwater.model.exposure.FunctionSurface.SourceMapping;
import dev.breakwater.model.kind.Lambda;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AttachedPolicy;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.EventSourceMappingConfiguration;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;

/**
 * Reads who can start the functions of one account and region, and what the functions can reach. The reader makes seven
 * calls per function, two per alias and one per version. At ten calls a second, 500 functions take about six minutes.
 * For an API, the reader makes three or four calls.
 */
public final class SurfaceReader {

    private final LambdaClient lambda;
    private final IamClient iam;
    private final String account;
    private final String region;
    private final Paces paces;
    private final SurfaceCalls calls;
    private final GatewayReader gateway;

    /**
     * @param clients the clients of the account and region
     */
    public SurfaceReader(AwsClients clients, String account, ActClock clock, Paces paces) {
        this.lambda = clients.lambda();
        this.iam = clients.build(IamClient.builder());
        this.account = account;
        this.region = clients.settings().region();
        this.paces = paces;
        this.calls = new SurfaceCalls(clock);
        this.gateway = new GatewayReader(clients, calls, paces.apis());
    }

    /** Reads everything that can be read. An unreadable part becomes a gap, never an exception. */
    public AccountSurface read() {
        AccountLimits limits = limits();
        List<FunctionConfiguration> listed = new ArrayList<>();
        boolean whole = list(listed);
        Map<String, List<SourceMapping>> mappings = mappings(listed);
        FunctionReader reader = new FunctionReader(lambda, calls, paces);
        List<FunctionSurface> functions = new ArrayList<>();
        for (FunctionConfiguration found : listed) {
            Scope scope = Scope.function(account, region, found.functionName());
            List<SourceMapping> own =
                    mappings == null ? List.of() : mappings.getOrDefault(found.functionName(), List.of());
            reader.read(scope, found, own).ifPresent(functions::add);
        }
        if (mappings == null) functions.forEach(f -> f.unread().add(Fact.MAPPINGS));
        Optional<List<ApiSurface>> apis = functions.isEmpty() ? Optional.of(List.of()) : gateway.read(place());
        if (apis.isEmpty()) functions.forEach(f -> f.unread().add(Fact.APIS));
        return new AccountSurface(
                account,
                region,
                limits.concurrent(),
                limits.unreserved(),
                whole,
                functions,
                roles(functions),
                apis.orElse(List.of()),
                calls.gaps());
    }

    private AccountLimits limits() {
        Answer<AccountLimits> limits = calls.answer(paces.control(), () -> AccountLimits.read(lambda));
        if (limits.ok()) return limits.value();
        calls.failed("lambda:GetAccountSettings", null, place(), limits.failure());
        return new AccountLimits(-1, -1);
    }

    /** Reads pages until a page fails. Returns the pages before the failure, and whether all pages were read. */
    private boolean list(List<FunctionConfiguration> functions) {
        String marker = null;
        do {
            String from = marker;
            var page = calls.ask(paces.control(), () -> lambda.listFunctions(r -> r.marker(from)));
            if (!page.ok()) {
                calls.failed("lambda:ListFunctions", null, place(), page.failure());
                return false;
            }
            functions.addAll(page.value().functions());
            marker = page.value().nextMarker();
        } while (marker != null && !marker.isEmpty());
        return true;
    }

    /**
     * Returns the mappings by the function's name, or null if they could not be read. One list returns the mappings of
     * all functions, because separate lists would need a call for each function.
     */
    private Map<String, List<SourceMapping>> mappings(List<FunctionConfiguration> functions) {
        if (functions.isEmpty()) return Map.of();
        Answer<List<EventSourceMappingConfiguration>> all = calls.pages(
                paces.control(),
                marker -> lambda.listEventSourceMappings(r -> r.marker(marker)),
                page -> page.eventSourceMappings(),
                page -> page.nextMarker());
        if (!all.ok()) {
            calls.failed(Fact.MAPPINGS, place(), all.failure());
            return null;
        }
        Map<String, List<SourceMapping>> byFunction = new HashMap<>();
        for (EventSourceMappingConfiguration m : all.value()) {
            if (m.functionArn() == null) continue;
            byFunction
                    .computeIfAbsent(Lambda.functionIn(m.functionArn()), f -> new ArrayList<>())
                    .add(SdkRecords.mapping(m));
        }
        return byFunction;
    }

    private Map<String, RoleDocuments> roles(List<FunctionSurface> functions) {
        RoleReader reader = new RoleReader(iam, calls, paces.roles());
        TreeSet<String> arns = new TreeSet<>();
        functions.forEach(f -> arns.add(f.roleArn()));
        arns.remove("");
        Map<String, RoleDocuments> roles = new LinkedHashMap<>();
        arns.forEach(arn -> roles.put(arn, reader.read(arn)));
        return roles;
    }

    private String place() {
        return account + " " + region;
    }

    /**
     * Reads the policies of execution roles. Each role and each managed policy is read only once. Boundaries are not
     * read.
     */
    static final class RoleReader {

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
                        marker -> iam.listAttachedRolePolicies(
                                r -> r.roleName(role).marker(marker)),
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
                calls.failed(permission, Fact.ROLE, role, failure);
            }
        }

        private Answer<String> managed(String policyArn) {
            return managed.computeIfAbsent(policyArn, arn -> {
                Answer<String> version = calls.ask(
                        pace,
                        () -> iam.getPolicy(r -> r.policyArn(arn)).policy().defaultVersionId());
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
}
