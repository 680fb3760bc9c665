package dev.breakwater.exposure.read;

import dev.breakwater.connectors.lambda.exposure.AccountSurface;
import dev.breakwater.connectors.lambda.exposure.AccountSurface.RoleDocuments;
import dev.breakwater.exposure.iam.Arn;
import dev.breakwater.exposure.iam.Role;
import dev.breakwater.exposure.iam.Statement;
import dev.breakwater.exposure.model.AccountReading.EntryPoints;
import dev.breakwater.exposure.model.AccountReading.FunctionReading;
import dev.breakwater.exposure.model.AccountReading.FunctionReading.Outputs;
import dev.breakwater.exposure.model.AccountReading.FunctionReading.Outputs.Reference;
import dev.breakwater.exposure.model.AccountReading.Gap;
import dev.breakwater.model.exposure.Fact;
import dev.breakwater.model.exposure.FunctionSurface;
import dev.breakwater.model.function.FunctionFacts;
import dev.breakwater.model.function.FunctionFacts.ReservationFacts;
import dev.breakwater.model.function.FunctionFacts.TriggerFacts;
import dev.breakwater.model.function.LeaseTag;
import dev.breakwater.model.function.OwnTags;
import dev.breakwater.model.kind.ResourceKind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Converts AWS's answers into the model of functions that is judged. */
public final class Surfaces {

    private final AccountSurface account;
    private final Map<String, Role> roles = new HashMap<>();
    private final Map<FunctionSurface, Policies> policies = new HashMap<>();
    private final List<Gap> gaps = new ArrayList<>();
    private final EnvironmentNames names;
    private final ApiRoutes apis;

    /**
     * The resource policies of a function.
     *
     * @param statements the statements that were understood, by alias or version
     * @param whole      whether all statements were understood
     */
    private record Policies(Map<String, List<Statement>> statements, boolean whole) {}

    private Surfaces(AccountSurface account) {
        this.account = account;
        account.roles().forEach(this::role);
        account.functions().forEach(this::policy);
        this.names = new EnvironmentNames(triggers());
        this.apis = new ApiRoutes(account);
    }

    /** @param gaps documents that could not be understood are added here */
    public static List<FunctionReading> of(AccountSurface account, List<Gap> gaps) {
        Surfaces surfaces = new Surfaces(account);
        List<FunctionReading> readings =
                account.functions().stream().map(surfaces::function).toList();
        gaps.addAll(surfaces.gaps);
        return readings;
    }

    private void role(String arn, RoleDocuments role) {
        List<Statement> statements = new ArrayList<>();
        boolean complete = role.complete();
        for (String document : role.documents()) {
            PolicyJson policy = PolicyJson.read(document);
            statements.addAll(policy.statements());
            complete &= policy.problems().isEmpty();
            String what = "a policy of " + arn.substring(arn.lastIndexOf('/') + 1);
            policy.problems().forEach(p -> gaps.add(new Gap(what, p, "", Fact.ROLE.without())));
        }
        roles.put(arn, new Role(arn, List.copyOf(statements), role.managed(), complete));
    }

    private void policy(FunctionSurface f) {
        Map<String, List<Statement>> understood = new LinkedHashMap<>();
        boolean whole = true;
        for (Map.Entry<String, String> document : f.policies().entrySet()) {
            PolicyJson policy = PolicyJson.ofResource(document.getValue());
            understood.put(document.getKey(), policy.statements());
            whole &= policy.problems().isEmpty();
            String of = f.facts().function() + (document.getKey().isEmpty() ? "" : ":" + document.getKey());
            policy.problems()
                    .forEach(p -> gaps.add(new Gap("the resource policy of " + of, p, "", Fact.POLICY.without())));
        }
        policies.put(f, new Policies(understood, whole));
    }

    /** Returns every resource that may start a function. Environments are searched for the names of these resources. */
    private Set<String> triggers() {
        Set<String> arns = new TreeSet<>();
        for (FunctionSurface f : account.functions()) {
            arns.add(ResourceKind.arnOf(f.facts().scope()));
            f.mappings().forEach(m -> arns.add(Arn.resource(m.sourceArn())));
            policies.get(f).statements().values().stream()
                    .flatMap(List::stream)
                    .flatMap(s -> s.conditions().stream())
                    .filter(c -> c.key().equalsIgnoreCase("aws:SourceArn"))
                    .forEach(c -> c.values().forEach(arn -> arns.add(Arn.resource(arn))));
        }
        return arns;
    }

    private FunctionReading function(FunctionSurface f) {
        Role role = roles.getOrDefault(f.roleArn(), Role.unread(f.roleArn()));
        return new FunctionReading(
                f.facts().with(reservation(f.facts()), TriggerFacts.UNKNOWN),
                entryPoints(f),
                new Outputs(f.logGroup(), f.sentTo(), names.in(f.variables().values()), role),
                unread(f, role));
    }

    /**
     * Returns a function's reservation. If Breakwater's limit is set, the earlier value counts, because it will be
     * restored.
     */
    private static ReservationFacts reservation(FunctionFacts f) {
        int value = f.reservation().previous();
        String lease = f.tags().get(OwnTags.LEASE);
        LeaseTag tag = lease == null ? null : LeaseTag.read(lease).tag();
        boolean ours = tag != null && tag.values().contains(value);
        return ours ? new ReservationFacts(tag.was(), true, -1) : ReservationFacts.of(value);
    }

    private EntryPoints entryPoints(FunctionSurface f) {
        return new EntryPoints(
                f.urls(),
                policies.get(f).statements(),
                f.mappings(),
                apis.of(ResourceKind.arnOf(f.facts().scope())));
    }

    private Set<Fact> unread(FunctionSurface f, Role role) {
        Set<Fact> unread = EnumSet.noneOf(Fact.class);
        unread.addAll(f.unread());
        if (!policies.get(f).whole()) unread.add(Fact.POLICY);
        if (!role.complete()) unread.add(Fact.ROLE);
        if (!f.variables().readable()) unread.add(Fact.ENVIRONMENT);
        if (f.facts().modifiedMillis() < 0) unread.add(Fact.MODIFIED);
        return unread;
    }

    /**
     * Finds resources in the values of environment variables: by ARN, by a queue's URL, or by name. Only resources that
     * trigger something count. The values themselves are discarded.
     */
    static final class EnvironmentNames {

        private static final Pattern QUEUE_URL =
                Pattern.compile("https?://[^/\\s]+/(?<account>\\d{12})/(?<name>[A-Za-z0-9_-]{1,80}(\\.fifo)?)");
        private static final int SHORTEST_NAME = 3;

        private final Map<String, List<String>> byName = new HashMap<>();

        /** @param resources ARNs of everything that triggers something, including functions */
        EnvironmentNames(Iterable<String> resources) {
            for (String arn : resources) {
                String name = name(arn);
                if (name.length() >= SHORTEST_NAME)
                    byName.computeIfAbsent(name, n -> new ArrayList<>()).add(arn);
            }
        }

        List<Reference> in(Map<String, String> variables) {
            List<Reference> found = new ArrayList<>();
            variables.forEach((variable, value) -> {
                for (String arn : named(value.strip())) found.add(new Reference(variable, arn));
            });
            return found;
        }

        private List<String> named(String value) {
            if (value.startsWith("arn:")) return List.of(value);
            Matcher url = QUEUE_URL.matcher(value);
            if (!url.matches()) return byName.getOrDefault(value, List.of());
            String end = ":" + url.group("account") + ":" + url.group("name");
            return byName.getOrDefault(url.group("name"), List.of()).stream()
                    .filter(arn -> Arn.service(arn).equals("sqs") && arn.endsWith(end))
                    .toList();
        }

        /** Returns the part after the kind, for example {@code carts} of {@code table/carts}. */
        private static String name(String arn) {
            String[] part = arn.split(":", 6);
            if (part.length < 6) return "";
            return part[5].replaceFirst("^(table/|stream/|function:|event-bus/|log-group:)", "");
        }
    }
}
