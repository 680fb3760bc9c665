package dev.breakwater.connectors.lambda.lever;

import dev.breakwater.connectors.aws.AwsClients;
import dev.breakwater.connectors.aws.AwsSettings;
import dev.breakwater.connectors.aws.ControlPlaneRate;
import dev.breakwater.connectors.lambda.lever.LimitApi.LeverFactory;
import dev.breakwater.connectors.lambda.lever.LimitApi.OwnLever;
import dev.breakwater.model.Place;
import dev.breakwater.model.function.Lever.LeverKind;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.lambda.LambdaClient;

/** Opens levers on AWS from settings. Clients and credentials are created only on the machine that opens the lever. */
public final class AwsLeverFactory implements LeverFactory {

    private final String endpoint;
    private final HashMap<String, String> actRoles;
    private final String otherRole;
    private final HashMap<String, String> returnRoles = new HashMap<>();
    private String otherReturnRole = "";

    /**
     * @param endpoint  replaces the service's endpoint; if empty, {@code AWS_ENDPOINT_URL} counts
     * @param actRoles  the role to assume for calls that change limits, by account
     * @param otherRole the role for all other accounts, such as an account that is no longer watched but still has a
     *                  limit; {@code {account}} stands for the account's number; if empty, the ambient credentials are
     *                  used
     */
    public AwsLeverFactory(String endpoint, Map<String, String> actRoles, String otherRole) {
        this.endpoint = endpoint;
        this.actRoles = new HashMap<>(actRoles);
        this.otherRole = otherRole;
    }

    /** @throws IllegalArgumentException when the endpoint is forbidden */
    @Override
    public LimitApi open(String account, String region, LeverKind kind) {
        String returning = returnRoles.getOrDefault(account, otherReturnRole.replace("{account}", account));
        return open(
                kind,
                AwsSettings.of(region, endpoint, role(account)),
                AwsSettings.of(region, endpoint, returning),
                account,
                System.getenv());
    }

    /**
     * Returns the same factory, with roles that restore a missing tag before a release.
     *
     * @param roles the role for restoring tags in each account that has such a role
     * @param other the role for all other accounts, or empty
     */
    public AwsLeverFactory returningBy(Map<String, String> roles, String other) {
        returnRoles.putAll(roles);
        otherReturnRole = other;
        return this;
    }

    String role(String account) {
        return actRoles.getOrDefault(account, otherRole.replace("{account}", account));
    }

    /** Returns a lever that restores a missing tag with a separate role, if the account has such a role. */
    public static LimitApi open(
            LeverKind kind, AwsSettings act, AwsSettings returns, String account, Map<String, String> environment) {
        LimitApi acting = open(kind, act, account, environment);
        if (acting instanceof AwsLever lever && !returns.roleArn().isEmpty()) {
            lever.returns = open(kind, returns, account, environment);
        }
        return acting;
    }

    /** Returns a lever with its own clients, which it closes. The lever's calls come before calls that only read. */
    public static LimitApi open(LeverKind kind, AwsSettings settings, String account, Map<String, String> environment) {
        if (kind.shape() instanceof OwnLever own) return own.open(settings, account, environment);
        AwsClients clients = new AwsClients(settings, environment);
        ControlPlaneRate rate = ControlPlaneRate.of(account, settings.region());
        return of(kind, clients.lambda(rate::act), new Place(account, settings.region()), clients);
    }

    /** Returns a lever on a client that the caller closes. */
    public static LimitApi of(LeverKind kind, LambdaClient lambda, String account, String region) {
        return of(kind, lambda, new Place(account, region), () -> {});
    }

    private static LimitApi of(LeverKind kind, LambdaClient lambda, Place place, AutoCloseable owned) {
        if (kind.equals(LeverKind.QUEUE)) return new QueueConcurrencyLever(lambda, place, owned);
        if (kind.equals(LeverKind.STREAM)) return new StreamPauseLever(lambda, place, owned);
        return new ReservedConcurrencyLever(lambda, place, owned);
    }
}
