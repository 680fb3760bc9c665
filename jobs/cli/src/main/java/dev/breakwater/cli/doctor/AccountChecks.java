package dev.breakwater.cli.doctor;

import dev.breakwater.config.model.Settings;
import dev.breakwater.connectors.aws.AwsCall;
import dev.breakwater.connectors.aws.AwsClients;
import dev.breakwater.connectors.aws.AwsRole;
import dev.breakwater.connectors.aws.AwsSettings;
import dev.breakwater.connectors.lambda.mark.TaggedLimits;
import dev.breakwater.guard.live.Place;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.resourcegroupstaggingapi.ResourceGroupsTaggingApiClient;

/** The roles in each account and region. */
final class AccountChecks {

    private final Settings settings;
    private final Map<String, String> environment;
    private final Probes probes;
    private final Findings findings;
    private final IdentityCheck identity;
    private final String callerArn;
    private final Set<String> accountsAsked = new HashSet<>();
    private final List<Place> inUse = new ArrayList<>();

    /** @param callerArn who the job is, for accounts without roles */
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

    /** Those of the checked places that have functions. */
    List<Place> inUse() {
        return inUse;
    }

    void check(Place place, Instant now) {
        try (AwsClients observing = new AwsClients(place.observing(), environment);
                AwsClients acting = new AwsClients(place.acting(), environment)) {
            ReadChecks reads = new ReadChecks(place, observing, probes);
            Where asker = new Where(place.account(), place.region(), "observe");
            ReadChecks.Sample sample = ReadChecks.NOBODY;
            boolean observes = identity.stands(observing, asker);
            IamClient iam = observing.build(IamClient.builder());
            if (observes) {
                sample = reads.check(now);
                if (sample != ReadChecks.NOBODY) inUse.add(place);
                if (accountsAsked.add(place.account())) {
                    RoleReadChecks.check(iam, place, sample.roleArn(), probes);
                }
            }
            if (!probes.asks(AwsCall.TAG_RESOURCE)) return;
            if (observes) room(observing, asker);
            ActChecks acts = new ActChecks(place.account(), place.region(), probes);
            Where actor = new Where(place.account(), place.region(), "act");
            String arn = reads.arn(sample.function());
            if (identity.stands(acting, actor)) {
                acts.look(acting, sample.function(), arn);
                String principal = place.actRole().isEmpty() ? Simulation.principal(callerArn) : place.actRole();
                acts.acts(new Simulation(iam, AwsCall.SIMULATE_PRINCIPAL_POLICY, principal, probes), asker, arn);
            }
            String returning = settings.returnRole(place.account());
            if (!returning.isEmpty()) returns(place, returning, iam, asker, arn);
        }
    }

    private void room(AwsClients observing, Where where) {
        TaggedLimits tagged = new TaggedLimits(observing.build(ResourceGroupsTaggingApiClient.builder()));
        findings.add(TagRoom.look(where, from -> probes.repeated(() -> tagged.page("", from))));
    }

    private void returns(Place place, String role, IamClient iam, Where asker, String arn) {
        Where returner = new Where(place.account(), place.region(), AwsRole.RETURN.shown());
        AwsSettings own = AwsSettings.of(place.region(), place.endpoint(), role);
        try (AwsClients returning = new AwsClients(own, environment)) {
            if (!identity.stands(returning, returner)) return;
            Simulation simulation = new Simulation(iam, AwsCall.SIMULATE_PRINCIPAL_POLICY, role, probes);
            String mapping = ReadChecks.mappingArn(place.region(), place.account());
            simulation.ask(AwsCall.RETURN_TAG_RESOURCE, asker, returner, arn);
            simulation.ask(AwsCall.RETURN_TAG_MAPPING, asker, returner, mapping);
        }
    }
}
