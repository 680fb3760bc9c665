package dev.breakwater.connectors.aws;

import java.util.Arrays;
import java.util.List;

/**
 * Every call that is made to AWS, the role that makes it, and what it costs to go without. The policies in
 * {@code config/iam} are written from this list, and a test finds a call in the code that is not in it.
 */
public enum AwsCall {
    LIST_FUNCTIONS(
            AwsRole.OBSERVE,
            "lambda:ListFunctions",
            Target.ANY,
            "no function is known: none can be throttled, and status and sweep find no lease"),
    LIST_TAGS(
            AwsRole.OBSERVE,
            "lambda:ListTags",
            Target.FUNCTIONS,
            "tags and marks are not known: policies and groups by tag do not match, status and sweep find no lease"),
    GET_FUNCTION_CONCURRENCY(
            AwsRole.OBSERVE,
            "lambda:GetFunctionConcurrency",
            Target.FUNCTIONS,
            "reserved concurrency is not known: head-room is a guess, status and sweep find no lease"),
    GET_ACCOUNT_SETTINGS(
            AwsRole.OBSERVE,
            "lambda:GetAccountSettings",
            Target.ANY,
            "the account's concurrency is not known: aws.assumeAccountConcurrency (1,000) is assumed; head-room is a guess"),
    LIST_EVENT_SOURCE_MAPPINGS(
            AwsRole.OBSERVE,
            "lambda:ListEventSourceMappings",
            Target.ANY,
            "which queue or stream feeds a function is not known"),
    SIMULATE_PRINCIPAL_POLICY(
            AwsRole.OBSERVE,
            "iam:SimulatePrincipalPolicy",
            Target.ACT_ROLE,
            "doctor cannot tell whether the act role may do what it has to; nothing else needs it"),

    ACT_GET_FUNCTION_CONCURRENCY(
            AwsRole.ACT,
            "lambda:GetFunctionConcurrency",
            Target.FUNCTIONS,
            "no throttle and no release: what is set now cannot be read; alarms go on"),
    ACT_LIST_TAGS(
            AwsRole.ACT,
            "lambda:ListTags",
            Target.FUNCTIONS,
            "no throttle and no release: the mark cannot be read; alarms go on"),
    TAG_RESOURCE(
            AwsRole.ACT,
            "lambda:TagResource",
            Target.THROTTLED,
            "no throttle: nothing is set without its mark; releases and alarms go on"),
    PUT_FUNCTION_CONCURRENCY(
            AwsRole.ACT,
            "lambda:PutFunctionConcurrency",
            Target.THROTTLED,
            "no throttle, and no release of a function that had a reservation before; alarms go on"),
    DELETE_FUNCTION_CONCURRENCY(
            AwsRole.ACT,
            "lambda:DeleteFunctionConcurrency",
            Target.FUNCTIONS,
            "no release of a function that had no reservation before: it stays throttled until this is granted"),
    UNTAG_RESOURCE(
            AwsRole.ACT,
            "lambda:UntagResource",
            Target.FUNCTIONS,
            "a release puts the limit back and leaves its mark: it is tried again until this is granted"),

    ASSUME_ROLE(AwsRole.JOB, "sts:AssumeRole", Target.ROLES, "accounts with a role are neither seen nor acted on"),
    GET_SECRET_VALUE(
            AwsRole.JOB,
            "secretsmanager:GetSecretValue",
            Target.SECRETS,
            "secrets written as aws-secret: are not found: no page is sent with them"),
    GET_CALLER_IDENTITY(AwsRole.JOB, "sts:GetCallerIdentity", Target.NOTHING, "nobody can be refused it");

    /** What a call is about, which decides how far a policy can narrow it. */
    public enum Target {
        /** The account and region as a whole: a policy cannot narrow it. */
        ANY,
        /** Functions. */
        FUNCTIONS,
        /** Functions that may be throttled. */
        THROTTLED,
        /** The two roles. */
        ROLES,
        /** The act role. */
        ACT_ROLE,
        /** Breakwater's secrets. */
        SECRETS,
        /** Needs no permission. */
        NOTHING
    }

    private final AwsRole role;
    private final String permission;
    private final Target target;
    private final String withoutIt;

    AwsCall(AwsRole role, String permission, Target target, String withoutIt) {
        this.role = role;
        this.permission = permission;
        this.target = target;
        this.withoutIt = withoutIt;
    }

    public static List<AwsCall> of(AwsRole role) {
        return Arrays.stream(values()).filter(call -> call.role == role).toList();
    }

    public AwsRole role() {
        return role;
    }

    /** As in a policy, for example {@code lambda:ListTags}. */
    public String permission() {
        return permission;
    }

    public Target target() {
        return target;
    }

    /** What does not work where it is refused; one line. */
    public String withoutIt() {
        return withoutIt;
    }
}
