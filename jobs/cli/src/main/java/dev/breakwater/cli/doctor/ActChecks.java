package dev.breakwater.cli.doctor;

import dev.breakwater.connectors.aws.AwsCall;
import dev.breakwater.connectors.aws.AwsClients;
import java.util.List;
import software.amazon.awssdk.services.lambda.LambdaClient;

/** Checks the act role in one account and region: its reads are made, its acts are simulated. */
final class ActChecks {

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
        probes.ask(
                AwsCall.ACT_GET_FUNCTION_CONCURRENCY,
                where,
                () -> lambda.getFunctionConcurrency(r -> r.functionName(function)));
        probes.ask(AwsCall.ACT_LIST_TAGS, where, () -> lambda.listTags(r -> r.resource(arn)));
        probes.ask(
                AwsCall.ACT_GET_EVENT_SOURCE_MAPPING,
                where,
                () -> lambda.getEventSourceMapping(r -> r.uuid(ReadChecks.NO_MAPPING)));
        probes.ask(AwsCall.ACT_LIST_MAPPING_TAGS, where, () -> lambda.listTags(r -> r.resource(mappingArn())));
    }

    void acts(Simulation simulation, Where asker, String arn) {
        for (AwsCall act : ACTS) simulation.ask(act, asker, where, arn);
        for (AwsCall act : ACTS_ON_MAPPINGS) simulation.ask(act, asker, where, mappingArn());
    }

    private String mappingArn() {
        return ReadChecks.mappingArn(where.region(), where.account());
    }
}
