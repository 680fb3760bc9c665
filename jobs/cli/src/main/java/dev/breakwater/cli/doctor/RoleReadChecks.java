package dev.breakwater.cli.doctor;

import dev.breakwater.connectors.aws.AwsCall;
import dev.breakwater.connectors.aws.AwsPlaces;
import dev.breakwater.guard.live.Place;
import software.amazon.awssdk.services.iam.IamClient;

/** Checks the reads of execution roles that exposure needs. IAM has no regions: asked once for an account. */
final class RoleReadChecks {

    private static final String NONE = "asked-by-breakwater-doctor";
    private static final String MANAGED = ":iam::aws:policy/service-role/AWSLambdaBasicExecutionRole";

    private RoleReadChecks() {}

    /**
     * @param roleArn a function's role, or empty: the answer that it does not exist needs the permission too
     */
    static void check(IamClient iam, Place place, String roleArn, Probes probes) {
        Where where = new Where(place.account(), "", "observe");
        String managed = "arn:" + AwsPlaces.partition(place.region()) + MANAGED;
        String role = roleArn.isEmpty() ? NONE : roleArn.substring(roleArn.lastIndexOf('/') + 1);
        probes.ask(AwsCall.LIST_ROLE_POLICIES, where, () -> iam.listRolePolicies(r -> r.roleName(role)));
        probes.ask(
                AwsCall.GET_ROLE_POLICY,
                where,
                () -> iam.getRolePolicy(r -> r.roleName(role).policyName(NONE)));
        probes.ask(
                AwsCall.LIST_ATTACHED_ROLE_POLICIES, where, () -> iam.listAttachedRolePolicies(r -> r.roleName(role)));
        probes.ask(AwsCall.IAM_GET_POLICY, where, () -> iam.getPolicy(r -> r.policyArn(managed)));
        probes.ask(
                AwsCall.GET_POLICY_VERSION,
                where,
                () -> iam.getPolicyVersion(r -> r.policyArn(managed).versionId("v1")));
    }
}
