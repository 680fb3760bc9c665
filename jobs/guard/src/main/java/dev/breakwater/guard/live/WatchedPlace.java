package dev.breakwater.guard.live;

import dev.breakwater.config.model.Settings;
import dev.breakwater.connectors.aws.Answer;
import dev.breakwater.connectors.aws.AwsClients;
import dev.breakwater.connectors.aws.AwsFailure;
import dev.breakwater.connectors.aws.AwsSettings;
import dev.breakwater.connectors.aws.bucket.Folders;
import dev.breakwater.connectors.cloudwatch.poll.PollSettings.PollTarget;
import dev.breakwater.connectors.lambda.inventory.InventorySource.InventoryPlace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

/**
 * An account and region that is watched.
 *
 * @param observeRole role ARN to assume for reading, or empty for the ambient credentials
 * @param actRole     role ARN to assume for setting and releasing limits, or empty for the ambient credentials
 * @param returnRole  role ARN to assume for restoring the lease tag of protected functions, or empty for none
 * @param endpoint    an address that replaces AWS's endpoints, or empty
 */
public record WatchedPlace(
        String account, String region, String observeRole, String actRole, String returnRole, String endpoint) {
    private static final Logger LOG = LoggerFactory.getLogger(WatchedPlace.class);

    private static final String NO_CREDENTIALS = "no AWS credentials: " + AwsFailure.SET_THEM;

    public AwsSettings observing() {
        return AwsSettings.of(region, endpoint, observeRole);
    }

    /** The account and region as the inventory reads it. */
    public InventoryPlace inventory() {
        return new InventoryPlace(account, observing());
    }

    /** The targets that polling reads, one for each kind of resource. */
    public Stream<PollTarget> polled() {
        return PollTarget.all(account, region, observeRole);
    }

    public AwsSettings acting() {
        return AwsSettings.of(region, endpoint, actRole);
    }

    /** AWS settings for restoring lease tags. Without a role, the ambient credentials are used. */
    public AwsSettings returning() {
        return AwsSettings.of(region, endpoint, returnRole);
    }

    /**
     * Adds the accounts of AWS Organizations to the settings. The settings are returned unchanged if they name no
     * organizational unit.
     *
     * @throws IllegalStateException if the accounts are unknown; the message gives the reason
     */
    public static Settings withAccounts(Settings settings, Map<String, String> environment) {
        if (!settings.organization().enabled()) return settings;
        MemberAccounts members = MemberAccounts.find(settings, environment);
        members.notes(settings).forEach(LOG::warn);
        return members.in(settings);
    }

    /**
     * Returns all accounts and regions of the configuration.
     *
     * @throws IllegalStateException if no account is configured and the ambient credentials do not name one; the
     *     message gives the reason
     */
    public static List<WatchedPlace> all(Settings written, Map<String, String> environment) {
        Settings settings = withAccounts(written, environment);
        List<WatchedPlace> places = new ArrayList<>();
        String endpoint = settings.aws().endpoint();
        for (Settings.Account account : settings.accounts()) {
            for (String region : account.regions()) {
                places.add(new WatchedPlace(
                        account.id(),
                        region,
                        account.observeRole(),
                        account.actRole(),
                        account.returnRole(),
                        endpoint));
            }
        }
        return places.isEmpty() ? List.of(ambient(endpoint, environment)) : places;
    }

    /**
     * Returns all accounts and regions of the configuration, for a command that calls AWS at once.
     *
     * @throws IllegalStateException also if this machine has no credentials
     */
    public static List<WatchedPlace> asked(Settings written, Map<String, String> environment) {
        requireCredentials();
        return all(written, environment);
    }

    /** @throws IllegalStateException if this machine has no credentials */
    public static void requireCredentials() {
        if (!AwsClients.areCredentialsHere()) throw new IllegalStateException(NO_CREDENTIALS);
    }

    /** Returns the account and region of the ambient credentials. */
    public static WatchedPlace ambient(String endpoint, Map<String, String> environment) {
        String region = environment.getOrDefault("AWS_REGION", environment.getOrDefault("AWS_DEFAULT_REGION", ""));
        if (region.isBlank()) {
            String none = "no region: set AWS_REGION. init also takes --regions, and other commands take accounts and "
                    + "regions from the configuration";
            throw new IllegalStateException(AwsClients.areCredentialsHere() ? none : NO_CREDENTIALS + "; " + none);
        }
        Answer<GetCallerIdentityResponse> account = caller(AwsSettings.of(region, endpoint, ""), environment);
        if (!account.ok()) {
            throw new IllegalStateException(
                    noCredentials(account)
                            ? NO_CREDENTIALS
                            : "no account: sts:GetCallerIdentity says "
                                    + account.failure().text());
        }
        return new WatchedPlace(account.value().account(), region, "", "", "", endpoint);
    }

    /**
     * Refuses a run that could not watch or throttle anything. Only settings are checked, because a call to AWS may
     * fail for some time.
     *
     * @throws IllegalStateException if the configuration reads from AWS or throttles and there are no credentials
     */
    public static void requireCredentials(Settings settings, Map<String, String> environment) {
        boolean polls = settings.source().cloudwatch().enabled();
        boolean reads = Folders.isBucket(settings.source().landing().path());
        boolean writes = Folders.isBucket(settings.ledger().path());
        if (!polls && !reads && !writes && !settings.enforces()) return;
        String endpoint = settings.aws().endpoint();
        String region = settings.firstRegion()
                .orElseGet(() -> ambient(endpoint, environment).region());
        AwsSettings ambient = AwsSettings.of(region, endpoint, "");
        if (noCredentials(caller(ambient, environment))) {
            String why = polls
                    ? "source.cloudwatch"
                    : reads ? "source.landing in S3" : writes ? "ledger in S3" : "mode enforce";
            throw new IllegalStateException(NO_CREDENTIALS + " (" + why + " needs them)");
        }
    }

    /** Returns the ARN of the ambient credentials. The result is empty if AWS does not report the ARN. */
    public static String callerArn(WatchedPlace place, Map<String, String> environment) {
        return caller(AwsSettings.of(place.region(), place.endpoint(), ""), environment)
                .map(GetCallerIdentityResponse::arn)
                .toOptional()
                .orElse("");
    }

    private static Answer<GetCallerIdentityResponse> caller(AwsSettings settings, Map<String, String> environment) {
        try (AwsClients clients = new AwsClients(settings, environment)) {
            StsClient sts = clients.build(StsClient.builder());
            return Answer.ask(sts::getCallerIdentity);
        }
    }

    private static boolean noCredentials(Answer<?> caller) {
        return !caller.ok() && caller.failure().lacksCredentials();
    }
}
