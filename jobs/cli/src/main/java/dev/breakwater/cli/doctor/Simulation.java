package dev.breakwater.cli.doctor;

import dev.breakwater.cli.doctor.Findings.Verdict;
import dev.breakwater.cli.doctor.Findings.Where;
import dev.breakwater.connectors.alarms.aws.CloudWatchMetricsSink;
import dev.breakwater.connectors.aws.Answer;
import dev.breakwater.connectors.aws.AwsCall;
import dev.breakwater.connectors.aws.AwsCall.AwsRole;
import dev.breakwater.exposure.iam.Arn;
import dev.breakwater.model.function.OwnTags;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.ContextEntry;
import software.amazon.awssdk.services.iam.model.ContextKeyTypeEnum;
import software.amazon.awssdk.services.iam.model.EvaluationResult;
import software.amazon.awssdk.services.iam.model.PolicyEvaluationDecisionType;

/**
 * Asks IAM whether calls that make changes are allowed. IAM's answer covers policies and boundaries, but not refusals
 * by the service itself. If IAM gives no answer, the result is unknown.
 */
public final class Simulation {

    /** The tag on every resource that Breakwater limits. */
    static final String LEASE = OwnTags.LEASE;

    private final IamClient iam;
    private final AwsCall permission;
    private final String principalArn;
    private final Probes probes;
    private boolean asked;

    /**
     * @param iam          the identity of the caller
     * @param permission   the permission that the simulation needs
     * @param principalArn a role or user, or empty if it is unknown
     */
    Simulation(IamClient iam, AwsCall permission, String principalArn, Probes probes) {
        this.iam = iam;
        this.permission = permission;
        this.principalArn = principalArn;
        this.probes = probes;
    }

    /**
     * Adds a finding about the call, and a finding about the permission to simulate calls.
     *
     * @param asker   the role that asks
     * @param subject the role whose permissions are simulated
     */
    void ask(AwsCall call, Where asker, Where subject, String resource) {
        if (principalArn.isEmpty()) {
            probes.add(
                    call,
                    subject,
                    Verdict.UNKNOWN,
                    "the identity is neither a role nor a user, so IAM cannot be asked about it");
            return;
        }
        Answer<List<EvaluationResult>> answer =
                probes.call(() -> iam.simulatePrincipalPolicy(r -> r.policySourceArn(principalArn)
                                .actionNames(call.permission())
                                .resourceArns(resource)
                                .contextEntries(context(call, principalArn, resource)))
                        .evaluationResults());
        if (!asked) {
            asked = true;
            Verdict verdict = answer.ok() ? Verdict.THERE : Probes.verdict(answer.failure());
            probes.add(permission, asker, verdict, answer.ok() ? "" : Probes.why(answer.failure()));
        }
        if (!answer.ok()) {
            probes.add(call, subject, Verdict.UNKNOWN, permission.permission() + ": " + Probes.why(answer.failure()));
        } else {
            judge(call, subject, answer.value());
        }
    }

    private void judge(AwsCall call, Where subject, List<EvaluationResult> results) {
        if (results.isEmpty()) {
            probes.add(call, subject, Verdict.UNKNOWN, "IAM gave no result");
            return;
        }
        for (EvaluationResult result : results) {
            if (result.evalDecision() != PolicyEvaluationDecisionType.ALLOWED) {
                probes.add(call, subject, Verdict.MISSING, "IAM says " + result.evalDecisionAsString());
                return;
            }
            boolean organisation = result.organizationsDecisionDetail() != null
                    && Boolean.FALSE.equals(result.organizationsDecisionDetail().allowedByOrganizations());
            if (organisation) {
                probes.add(call, subject, Verdict.MISSING, "IAM says that the organisation does not allow it");
                return;
            }
        }
        probes.add(call, subject, Verdict.THERE, "according to IAM, but not tried");
    }

    /** Returns the tags of the call and of the resource, because conditions in policies use these tags. */
    static List<ContextEntry> context(AwsCall call, String principalArn, String resource) {
        String own = Arn.account(principalArn);
        String of = Arn.account(resource);
        List<ContextEntry> context = new ArrayList<>();
        context.add(entry("aws:PrincipalAccount", ContextKeyTypeEnum.STRING, List.of(own)));
        context.add(entry("aws:ResourceAccount", ContextKeyTypeEnum.STRING, List.of(of.isEmpty() ? own : of)));
        switch (call.permission()) {
            case "lambda:TagResource", "lambda:UntagResource" ->
                context.add(entry(
                        "aws:TagKeys",
                        ContextKeyTypeEnum.STRING_LIST,
                        call.role() == AwsRole.RETURN ? List.of(LEASE) : List.of(LEASE, OwnTags.HANDS_OFF)));
            case "lambda:PutFunctionConcurrency",
                    "lambda:DeleteFunctionConcurrency",
                    "lambda:UpdateEventSourceMapping" ->
                context.add(entry("aws:ResourceTag/" + LEASE, ContextKeyTypeEnum.STRING, List.of("any")));
            case "cloudwatch:PutMetricData" ->
                context.add(entry(
                        "cloudwatch:namespace", ContextKeyTypeEnum.STRING, List.of(CloudWatchMetricsSink.NAMESPACE)));
            default -> {}
        }
        return context;
    }

    private static ContextEntry entry(String key, ContextKeyTypeEnum type, List<String> values) {
        return ContextEntry.builder()
                .contextKeyName(key)
                .contextKeyType(type)
                .contextKeyValues(values)
                .build();
    }

    /**
     * Returns the role or user that an ARN of {@code sts:GetCallerIdentity} names. Such an ARN lacks the path of a
     * role. Returns nothing for an identity of another kind.
     */
    public static String principal(String callerArn) {
        String[] part = callerArn.split(":", 6);
        if (part.length < 6) return "";
        if (part[2].equals("iam")) return part[5].startsWith("user/") ? callerArn : "";
        String[] name = part[5].split("/");
        boolean role = part[2].equals("sts") && name.length == 3 && name[0].equals("assumed-role");
        return role ? "arn:" + part[1] + ":iam::" + part[4] + ":role/" + name[1] : "";
    }
}
