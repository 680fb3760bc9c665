package dev.breakwater.cli.doctor;

import dev.breakwater.cli.doctor.Findings.Finding;
import dev.breakwater.cli.doctor.Findings.Where;
import dev.breakwater.config.model.Settings;
import dev.breakwater.connectors.aws.Answer;
import dev.breakwater.connectors.aws.AwsCall;
import dev.breakwater.connectors.aws.AwsCall.AwsRole;
import dev.breakwater.connectors.aws.AwsCall.AwsUse;
import dev.breakwater.connectors.aws.AwsClients;
import dev.breakwater.connectors.aws.AwsSettings;
import dev.breakwater.connectors.lambda.mark.Marked;
import dev.breakwater.connectors.lambda.mark.MarkedLimits;
import dev.breakwater.connectors.lambda.mark.MarkedLimits.Page;
import dev.breakwater.guard.live.WatchedPlace;
import dev.breakwater.model.Arns;
import dev.breakwater.model.function.OwnTags;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.resourcegroupstaggingapi.ResourceGroupsTaggingApiClient;

/** Checks the roles in each account and region. */
final class AccountChecks {

    private static final String NO_ROLE = "asked-by-breakwater-doctor";
    private static final String MANAGED = ":iam::aws:policy/service-role/AWSLambdaBasicExecutionRole";

    static final String TAG_ROOM = "room for the tag " + OwnTags.LEASE;

    private static final String TAGS = "tags";
    private static final String NO_TAG =
            "Breakwater sets no limit without its tag, so it cannot throttle there; alerts continue";

    /** The number of tags that one resource may have. AWS's own tags do not count. */
    private static final int MOST_TAGS = 50;

    private static final int TAGS_NAMED = 20;

    private final Settings settings;
    private final Map<String, String> environment;
    private final Probes probes;
    private final Findings findings;
    private final IdentityCheck identity;
    private final String callerArn;
    private final Set<String> accountsAsked = new HashSet<>();
    private final List<WatchedPlace> inUse = new ArrayList<>();

    /** @param callerArn the identity of the job, for accounts without roles */
    AccountChecks(
            Settings settings,
            Map<String, String> environment,
            Probes probes,
            Findings findings,
            IdentityCheck identity,
            String callerArn) {
        this.settings = settings;
        this.environment = environment;
        this.probes = probes;
        this.findings = findings;
        this.identity = identity;
        this.callerArn = callerArn;
    }

    /** Returns the checked accounts and regions that have functions. */
    List<WatchedPlace> inUse() {
        return inUse;
    }

    void check(WatchedPlace place, Instant now) {
        try (AwsClients observing = new AwsClients(place.observing(), environment);
                AwsClients acting = new AwsClients(place.acting(), environment)) {
            ReadChecks reads = new ReadChecks(place, observing, probes);
            Where asker = new Where(place.account(), place.region(), "observe");
            ReadChecks.Sample sample = ReadChecks.NOBODY;
            boolean observes = identity.stands(observing, asker, AwsUse.ROLES);
            IamClient iam = observing.build(IamClient.builder());
            if (observes) {
                sample = reads.check(now);
                if (!sample.equals(ReadChecks.NOBODY)) inUse.add(place);
                if (accountsAsked.add(place.account())) {
                    readsRoles(iam, place, sample.roleArn());
                }
            }
            if (!probes.asks(AwsCall.TAG_RESOURCE)) return;
            if (observes) room(observing, asker);
            ActChecks acts = new ActChecks(place.account(), place.region(), probes);
            Where actor = new Where(place.account(), place.region(), "act");
            String arn = reads.arn(sample.function());
            if (identity.stands(acting, actor, AwsUse.ACTS)) {
                acts.look(acting, sample.function(), arn);
                String principal = place.actRole().isEmpty() ? Simulation.principal(callerArn) : place.actRole();
                acts.acts(new Simulation(iam, AwsCall.SIMULATE_PRINCIPAL_POLICY, principal, probes), asker, arn);
            }
            String returning = settings.returnRole(place.account());
            if (!returning.isEmpty()) returns(place, returning, iam, asker, arn);
        }
    }

    private void room(AwsClients observing, Where where) {
        MarkedLimits tagged = MarkedLimits.of(observing.build(ResourceGroupsTaggingApiClient.builder()));
        findings.add(tagRoom(where, from -> probes.repeated(() -> tagged.page("", from))));
    }

    private void returns(WatchedPlace place, String role, IamClient iam, Where asker, String arn) {
        Where returner = new Where(place.account(), place.region(), AwsRole.RETURN.shown());
        AwsSettings own = AwsSettings.of(place.region(), place.endpoint(), role);
        try (AwsClients returning = new AwsClients(own, environment)) {
            if (!identity.stands(returning, returner, AwsUse.RETURNS)) return;
            Simulation simulation = new Simulation(iam, AwsCall.SIMULATE_PRINCIPAL_POLICY, role, probes);
            String mapping = ReadChecks.mappingArn(place.region(), place.account());
            simulation.ask(AwsCall.RETURN_TAG_RESOURCE, asker, returner, arn);
            simulation.ask(AwsCall.RETURN_TAG_MAPPING, asker, returner, mapping);
        }
    }

    /**
     * Checks the act role in one account and region. The check makes the calls that read, and simulates all other
     * calls.
     */
    static final class ActChecks {

        private static final List<AwsCall> ACTS = List.of(
                AwsCall.TAG_RESOURCE,
                AwsCall.PUT_FUNCTION_CONCURRENCY,
                AwsCall.DELETE_FUNCTION_CONCURRENCY,
                AwsCall.UNTAG_RESOURCE);

        private static final List<AwsCall> ACTS_ON_MAPPINGS =
                List.of(AwsCall.TAG_MAPPING, AwsCall.UPDATE_EVENT_SOURCE_MAPPING, AwsCall.UNTAG_MAPPING);

        private final Where where;
        private final Probes probes;

        ActChecks(String account, String region, Probes probes) {
            this.where = new Where(account, region, "act");
            this.probes = probes;
        }

        void look(AwsClients acting, String function, String arn) {
            LambdaClient lambda = acting.lambda();
            ask(
                    AwsCall.ACT_GET_FUNCTION_CONCURRENCY,
                    () -> lambda.getFunctionConcurrency(r -> r.functionName(function)));
            ask(AwsCall.ACT_LIST_TAGS, () -> lambda.listTags(r -> r.resource(arn)));
            ask(
                    AwsCall.ACT_GET_EVENT_SOURCE_MAPPING,
                    () -> lambda.getEventSourceMapping(r -> r.uuid(ReadChecks.NO_MAPPING)));
            ask(AwsCall.ACT_LIST_MAPPING_TAGS, () -> lambda.listTags(r -> r.resource(mappingArn())));
        }

        private void ask(AwsCall call, Supplier<?> request) {
            probes.ask(call, where, request);
        }

        void acts(Simulation simulation, Where asker, String arn) {
            for (AwsCall act : ACTS) simulation.ask(act, asker, where, arn);
            for (AwsCall act : ACTS_ON_MAPPINGS) simulation.ask(act, asker, where, mappingArn());
        }

        private String mappingArn() {
            return ReadChecks.mappingArn(where.region(), where.account());
        }
    }

    /**
     * Checks the permissions to read execution roles, which the command {@code exposure} needs. IAM has no regions, so
     * each account is checked once.
     *
     * @param roleArn a function's role, or empty; without the permission, AWS refuses the call even for a role that
     *                does not exist
     */
    private void readsRoles(IamClient iam, WatchedPlace place, String roleArn) {
        Where where = new Where(place.account(), "", "observe");
        String managed = "arn:" + Arns.partition(place.region()) + MANAGED;
        String role = roleArn.isEmpty() ? NO_ROLE : roleArn.substring(roleArn.lastIndexOf('/') + 1);
        probes.ask(AwsCall.LIST_ROLE_POLICIES, where, () -> iam.listRolePolicies(r -> r.roleName(role)));
        probes.ask(
                AwsCall.GET_ROLE_POLICY,
                where,
                () -> iam.getRolePolicy(r -> r.roleName(role).policyName(NO_ROLE)));
        probes.ask(
                AwsCall.LIST_ATTACHED_ROLE_POLICIES, where, () -> iam.listAttachedRolePolicies(r -> r.roleName(role)));
        probes.ask(AwsCall.IAM_GET_POLICY, where, () -> iam.getPolicy(r -> r.policyArn(managed)));
        probes.ask(
                AwsCall.GET_POLICY_VERSION,
                where,
                () -> iam.getPolicyVersion(r -> r.policyArn(managed).versionId("v1")));
    }

    /**
     * Finds functions and event source mappings of one account and region that already have as many tags as AWS allows.
     *
     * @param pages the page token, which is empty for the first page
     */
    static Finding tagRoom(Where where, Function<String, Answer<Page>> pages) {
        List<String> full = new ArrayList<>();
        String next = "";
        do {
            Answer<Page> page = pages.apply(next);
            if (!page.ok()) return Finding.unknown(TAGS, where, TAG_ROOM, Probes.why(page.failure()), NO_TAG);
            page.value().items().stream().filter(AccountChecks::isFull).forEach(m -> full.add(name(m)));
            next = page.value().next();
        } while (!next.isEmpty());
        if (full.isEmpty()) return Finding.there(TAGS, where, TAG_ROOM, "");
        String names = full.stream().sorted().limit(TAGS_NAMED).collect(Collectors.joining(", "));
        String more = full.size() > TAGS_NAMED ? ", and " + (full.size() - TAGS_NAMED) + " more" : "";
        return Finding.missing(TAGS, where, TAG_ROOM, MOST_TAGS + " tags already: " + names + more, NO_TAG);
    }

    private static boolean isFull(Marked marked) {
        long tags = marked.tags().keySet().stream()
                .filter(key -> !key.startsWith("aws:"))
                .count();
        return tags >= MOST_TAGS && marked.lease() == null;
    }

    private static String name(Marked marked) {
        return (marked.function() ? "function " : "event source mapping ") + marked.target();
    }
}
