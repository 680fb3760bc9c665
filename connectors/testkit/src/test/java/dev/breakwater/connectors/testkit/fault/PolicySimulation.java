package dev.breakwater.connectors.testkit.fault;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Answers iam:SimulatePrincipalPolicy, which the emulator lacks, for one action and one resource per call. Every action
 * is allowed unless it was denied here. Unlike IAM, the simulation does not read policies.
 */
public final class PolicySimulation implements MissingApi {

    private static final String OPERATION = "iam:SimulatePrincipalPolicy";

    private final Set<String> denied = ConcurrentHashMap.newKeySet();

    /** Denies this action in later calls. */
    public void deny(String action) {
        denied.add(action);
    }

    /** Allows everything again. */
    public void allowAll() {
        denied.clear();
    }

    @Override
    public Optional<ApiReply> answer(ApiRequest request, Upstream upstream) {
        if (!request.operation().equals(OPERATION)) return Optional.empty();
        String principal = request.field("PolicySourceArn").orElse("");
        if (!principal.matches("arn:aws:iam::\\d{12}:(role|user|group)/.+")) {
            return Optional.of(ServiceErrors.error(request, 400, "InvalidInput", "no ARN of a role, user or group"));
        }
        String action = request.field("ActionNames.member.1").orElse("");
        String resource = request.field("ResourceArns.member.1").orElse("*");
        String decision = denied.contains(action) ? "implicitDeny" : "allowed";
        return Optional.of(ApiReply.of(
                200,
                "text/xml",
                "<SimulatePrincipalPolicyResponse><SimulatePrincipalPolicyResult><IsTruncated>false</IsTruncated>"
                        + "<EvaluationResults><member><EvalActionName>" + action + "</EvalActionName>"
                        + "<EvalResourceName>" + resource + "</EvalResourceName>"
                        + "<EvalDecision>" + decision + "</EvalDecision></member></EvaluationResults>"
                        + "</SimulatePrincipalPolicyResult></SimulatePrincipalPolicyResponse>"));
    }
}
