package dev.breakwater.guard.live;

import dev.breakwater.config.model.Settings;
import dev.breakwater.connectors.aws.Answer;
import dev.breakwater.connectors.aws.AwsClients;
import dev.breakwater.connectors.aws.AwsSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.sts.StsClient;

/** Which accounts and regions are watched: those of the configuration, else the one of the ambient credentials. */
public final class Places {

    private Places() {}

    /**
     * All places of the configuration.
     *
     * @throws IllegalStateException where none is configured and the ambient one cannot be told; the message says why
     */
    public static List<Place> of(Settings settings, Map<String, String> environment) {
        List<Place> places = new ArrayList<>();
        String endpoint = settings.aws().endpoint();
        for (Settings.Account account : settings.accounts()) {
            for (String region : account.regions()) {
                places.add(new Place(account.id(), region, account.observeRole(), account.actRole(), endpoint));
            }
        }
        return places.isEmpty() ? List.of(ambient(endpoint, environment)) : places;
    }

    /** The account and region of the ambient credentials. */
    public static Place ambient(String endpoint, Map<String, String> environment) {
        String region = environment.getOrDefault("AWS_REGION", environment.getOrDefault("AWS_DEFAULT_REGION", ""));
        if (region.isBlank()) {
            throw new IllegalStateException(
                    "no region: name accounts and regions in the configuration, or set AWS_REGION");
        }
        try (AwsClients clients = new AwsClients(AwsSettings.of(region, endpoint, ""), environment)) {
            StsClient sts = clients.build(StsClient.builder());
            Answer<String> account = Answer.ask(() -> sts.getCallerIdentity().account());
            if (!account.ok()) {
                String why = account.failure().text();
                throw new IllegalStateException(
                        why.contains("Unable to load credentials")
                                ? "no AWS credentials: set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"
                                : "no account: sts:GetCallerIdentity says " + why);
            }
            return new Place(account.value(), region, "", "", endpoint);
        }
    }
}
