package dev.breakwater.connectors.cloudwatch.charges;

import dev.breakwater.connectors.aws.AwsClients;
import dev.breakwater.connectors.aws.AwsSettings;
import java.util.ArrayList;
import java.util.List;

/**
 * CloudWatch in us-east-1, the only region that has charges.
 *
 * @param endpoint replaces the service's endpoint, or empty (then {@code AWS_ENDPOINT_URL} counts)
 */
record AwsChargesDoor(String endpoint) implements ChargesDoor {
    private static final String REGION = "us-east-1";
    private static final int CALL_TIMEOUT_MILLIS = 20_000;

    /** The ambient credentials first: they may be those of the management account, which sees all. */
    @Override
    public List<ChargesApi> open(List<ChargesTarget> targets) {
        List<String> accounts =
                targets.stream().map(ChargesTarget::account).distinct().toList();
        String own = targets.stream()
                .filter(t -> t.roleArn().isEmpty())
                .map(ChargesTarget::account)
                .findFirst()
                .orElse("");
        List<ChargesApi> apis = new ArrayList<>();
        for (int i = 0; i < accounts.size(); i += AwsCharges.MOST - 1) {
            List<String> some = accounts.subList(i, Math.min(accounts.size(), i + AwsCharges.MOST - 1));
            apis.add(new AwsCharges(clients(""), i == 0 ? own : "", some));
        }
        targets.stream()
                .filter(t -> !t.roleArn().isEmpty())
                .distinct()
                .forEach(t -> apis.add(new AwsCharges(clients(t.roleArn()), t.account(), List.of(t.account()))));
        return apis;
    }

    private AwsClients clients(String roleArn) {
        return new AwsClients(new AwsSettings(REGION, endpoint, roleArn, CALL_TIMEOUT_MILLIS), System.getenv());
    }
}
