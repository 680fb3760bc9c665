package dev.breakwater.connectors.aws;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Lists every call to AWS, with the role that makes it and the consequence of a missing permission. The policies in
 * {@code config/iam} come from this list. A test fails if the code makes a call that is not in this list.
 */
public enum AwsCall {
    LIST_FUNCTIONS(
            "lambda:ListFunctions",
            AwsUse.INVENTORY,
            Target.ANY,
            "Breakwater knows no function and can throttle none, but breakwater status and breakwater sweep still find "
                    + "limits by their tags"),
    LIST_TAGS(
            "lambda:ListTags",
            AwsUse.INVENTORY,
            Target.FUNCTIONS,
            "tags are unknown, so policies and groups that select by tag match no function, and breakwater status "
                    + "cannot show limits"),
    GET_FUNCTION_CONCURRENCY(
            "lambda:GetFunctionConcurrency",
            AwsUse.INVENTORY,
            Target.FUNCTIONS,
            "reserved concurrency is unknown, so free concurrency is a guess, and breakwater status cannot show "
                    + "limits"),
    LIST_PROVISIONED_CONCURRENCY_CONFIGS(
            "lambda:ListProvisionedConcurrencyConfigs",
            AwsUse.INVENTORY,
            Target.FUNCTIONS,
            "provisioned concurrency is unknown, so the spend lacks its cost, and calls that use it are priced too "
                    + "high"),
    GET_ACCOUNT_SETTINGS(
            "lambda:GetAccountSettings",
            AwsUse.INVENTORY,
            Target.ANY,
            "the account's concurrency is unknown, so Breakwater assumes aws.assumeAccountConcurrency (1,000), and "
                    + "free concurrency is a guess"),
    LIST_EVENT_SOURCE_MAPPINGS(
            "lambda:ListEventSourceMappings",
            AwsUse.INVENTORY,
            Target.ANY,
            "Breakwater does not know which queue or stream feeds a function, so every throttle uses reserved "
                    + "concurrency"),
    LIST_MAPPING_TAGS(
            "lambda:ListTags",
            AwsUse.INVENTORY,
            Target.MAPPINGS,
            "tags of queues and streams are unknown, so every throttle uses reserved concurrency, and breakwater "
                    + "status cannot show limits of queues and streams"),
    GET_EVENT_SOURCE_MAPPING(
            "lambda:GetEventSourceMapping",
            AwsUse.INVENTORY,
            Target.MAPPINGS,
            "if a person changes a throttled queue or stream, Breakwater does not see the change until the lease ends, "
                    + "and breakwater status and breakwater sweep cannot show it"),
    GET_RESOURCES(
            "tag:GetResources",
            AwsUse.INVENTORY,
            Target.ANY,
            "Breakwater finds tags only by reading the whole fleet, so breakwater status and breakwater sweep take "
                    + "minutes, and Breakwater sees a person's change later"),
    LIST_METRICS(
            "cloudwatch:ListMetrics",
            AwsUse.POLLING,
            Target.ANY,
            "polling finds no function and reads no sample, so no incident can open"),
    GET_METRIC_DATA(
            "cloudwatch:GetMetricData", AwsUse.POLLING, Target.ANY, "polling reads no sample, so no incident can open"),
    LIST_ALIASES(
            "lambda:ListAliases",
            AwsUse.EXPOSURE,
            Target.FUNCTIONS,
            "breakwater exposure does not see callers that have permission only for an alias"),
    LIST_FUNCTION_URL_CONFIGS(
            "lambda:ListFunctionUrlConfigs",
            AwsUse.EXPOSURE,
            Target.FUNCTIONS,
            "breakwater exposure reads each URL separately with lambda:GetFunctionUrlConfig"),
    GET_FUNCTION_URL_CONFIG(
            "lambda:GetFunctionUrlConfig",
            AwsUse.EXPOSURE,
            Target.FUNCTIONS,
            "needed only if lambda:ListFunctionUrlConfigs is refused; if both are refused, breakwater exposure knows "
                    + "no URL"),
    GET_POLICY(
            "lambda:GetPolicy",
            AwsUse.EXPOSURE,
            Target.FUNCTIONS,
            "breakwater exposure does not know who else may invoke a function"),
    LIST_VERSIONS_BY_FUNCTION(
            "lambda:ListVersionsByFunction",
            AwsUse.EXPOSURE,
            Target.FUNCTIONS,
            "breakwater exposure does not see callers that have permission only for a numbered version"),
    GET_APIS(
            "apigateway:GET",
            AwsUse.EXPOSURE,
            Target.APIS,
            "breakwater exposure does not know who may call APIs, so no function counts as closed"),
    GET_FUNCTION_EVENT_INVOKE_CONFIG(
            "lambda:GetFunctionEventInvokeConfig",
            AwsUse.EXPOSURE,
            Target.FUNCTIONS,
            "breakwater exposure does not see loops through destinations"),
    LIST_ROLE_POLICIES(
            "iam:ListRolePolicies",
            AwsUse.EXPOSURE,
            Target.EXECUTION_ROLES,
            "breakwater exposure does not know the inline policies of roles, so it misses loops and people who can "
                    + "change code"),
    GET_ROLE_POLICY(
            "iam:GetRolePolicy", AwsUse.EXPOSURE, Target.EXECUTION_ROLES, "the same as without iam:ListRolePolicies"),
    LIST_ATTACHED_ROLE_POLICIES(
            "iam:ListAttachedRolePolicies",
            AwsUse.EXPOSURE,
            Target.EXECUTION_ROLES,
            "breakwater exposure does not know the managed policies of roles, so it misses loops and people who can "
                    + "change code"),
    IAM_GET_POLICY(
            "iam:GetPolicy",
            AwsUse.EXPOSURE,
            Target.MANAGED_POLICIES,
            "the same as without iam:ListAttachedRolePolicies"),
    GET_POLICY_VERSION(
            "iam:GetPolicyVersion",
            AwsUse.EXPOSURE,
            Target.MANAGED_POLICIES,
            "the same as without iam:ListAttachedRolePolicies"),
    SIMULATE_PRINCIPAL_POLICY(
            AwsRole.OBSERVE,
            "iam:SimulatePrincipalPolicy",
            AwsUse.DOCTOR,
            Target.ACT_ROLE,
            "breakwater doctor cannot check the act role; nothing else needs this permission"),

    ACT_GET_FUNCTION_CONCURRENCY(
            "lambda:GetFunctionConcurrency",
            AwsUse.ACTS,
            Target.FUNCTIONS,
            "Breakwater can neither throttle nor release, because it cannot read the present limit; alerts continue"),
    ACT_LIST_TAGS(
            "lambda:ListTags",
            AwsUse.ACTS,
            Target.FUNCTIONS,
            "Breakwater can neither throttle nor release, because it cannot read the tag; alerts continue"),
    TAG_RESOURCE(
            "lambda:TagResource",
            AwsUse.ACTS,
            Target.THROTTLED,
            "Breakwater cannot throttle, because it sets no limit without its tag; releases and alerts continue"),
    PUT_FUNCTION_CONCURRENCY(
            "lambda:PutFunctionConcurrency",
            AwsUse.ACTS,
            Target.THROTTLED,
            "Breakwater can neither set a limit nor restore an earlier one; alerts continue"),
    DELETE_FUNCTION_CONCURRENCY(
            "lambda:DeleteFunctionConcurrency",
            AwsUse.ACTS,
            Target.FUNCTIONS,
            "a function that had no reservation before cannot be released, and stays throttled until this permission "
                    + "is granted"),
    UNTAG_RESOURCE(
            "lambda:UntagResource",
            AwsUse.ACTS,
            Target.FUNCTIONS,
            "a release restores the limit but leaves its tag; Breakwater retries until this permission is granted"),

    ACT_GET_EVENT_SOURCE_MAPPING(
            "lambda:GetEventSourceMapping",
            AwsUse.ACTS,
            Target.MAPPINGS,
            "Breakwater can neither throttle nor release queues and streams, because it cannot read the present "
                    + "limit; alerts continue"),
    ACT_LIST_MAPPING_TAGS(
            "lambda:ListTags",
            AwsUse.ACTS,
            Target.MAPPINGS,
            "Breakwater can neither throttle nor release queues and streams, because it cannot read the tag; alerts "
                    + "continue"),
    TAG_MAPPING(
            "lambda:TagResource",
            AwsUse.ACTS,
            Target.MAPPINGS,
            "Breakwater cannot throttle queues and streams, because it sets no limit without its tag; releases and "
                    + "alerts continue"),
    UPDATE_EVENT_SOURCE_MAPPING(
            "lambda:UpdateEventSourceMapping",
            AwsUse.ACTS,
            Target.MAPPINGS,
            "Breakwater can neither throttle nor release queues and streams, so their limits stay until this "
                    + "permission is granted; alerts continue"),
    UNTAG_MAPPING(
            "lambda:UntagResource",
            AwsUse.ACTS,
            Target.MAPPINGS,
            "a release of a queue or stream restores the limit but leaves its tag; Breakwater retries until this "
                    + "permission is granted"),

    RETURN_TAG_RESOURCE(
            "lambda:TagResource",
            AwsUse.RETURNS,
            Target.FUNCTIONS,
            "if somebody removes the lease tag of a protected function, its throttle cannot be released, and "
                    + "Breakwater sends a page with the command to run"),
    RETURN_TAG_MAPPING(
            "lambda:TagResource",
            AwsUse.RETURNS,
            Target.MAPPINGS,
            "if somebody removes the lease tag of a protected queue or stream, its throttle cannot be released, and "
                    + "Breakwater sends a page with the command to run"),

    ASSUME_ROLE(
            "sts:AssumeRole",
            AwsUse.ROLES,
            Target.ROLES,
            "Breakwater can neither read accounts with a refused role nor act in them, and breakwater status and "
                    + "breakwater sweep find no limit there"),
    LIST_ACCOUNTS_FOR_PARENT(
            "organizations:ListAccountsForParent",
            AwsUse.ORGANIZATION,
            Target.UNITS,
            "the accounts of organization.units are unknown, so the job watches the accounts of its last start; its "
                    + "first start fails"),
    LIST_ORGANIZATIONAL_UNITS_FOR_PARENT(
            "organizations:ListOrganizationalUnitsForParent",
            AwsUse.ORGANIZATION,
            Target.UNITS,
            "the same as without organizations:ListAccountsForParent"),
    GET_SECRET_VALUE(
            "secretsmanager:GetSecretValue",
            AwsUse.SECRETS,
            Target.SECRETS,
            "aws-secret: references cannot be read, so pages that need such a secret are not sent"),
    GET_CALLER_IDENTITY("sts:GetCallerIdentity", AwsUse.ROLES, Target.NOTHING, "AWS allows it to everybody"),
    PUBLISH(
            "sns:Publish",
            AwsUse.SNS,
            Target.TOPIC,
            "no alarm reaches the topic; the log names each alarm that was never delivered"),
    PUT_EVENTS(
            "events:PutEvents",
            AwsUse.EVENTBRIDGE,
            Target.BUS,
            "no alarm reaches the bus; the log names each alarm that was never delivered"),
    PUT_METRIC_DATA(
            "cloudwatch:PutMetricData",
            AwsUse.FIGURES,
            Target.NAMESPACE,
            "the key figures are not published; dashboards and alarms on them stay empty"),
    LIST_BUCKET(
            "s3:ListBucket",
            AwsUse.LANDING,
            Target.BUCKET,
            "breakwater run sees no new object in a bucket, and does not start if its ledger is in a bucket; "
                    + "breakwater receive does not start"),
    GET_OBJECT(
            "s3:GetObject",
            AwsUse.LANDING,
            Target.OBJECTS,
            "breakwater run reads no object in a bucket, and does not start if its ledger is in a bucket; breakwater "
                    + "receive does not start on a bucket that has objects"),
    PUT_OBJECT(
            "s3:PutObject",
            AwsUse.LANDING,
            Target.OBJECTS,
            "breakwater receive stores and acknowledges nothing, so Firehose retries the samples for its retry "
                    + "duration; breakwater run does not start if its ledger is in a bucket"),
    DELETE_OBJECT(
            "s3:DeleteObject",
            AwsUse.FILES,
            Target.FILES,
            "breakwater run does not start if its ledger is in a bucket"),
    GET_TOPIC_ATTRIBUTES(
            "sns:GetTopicAttributes",
            AwsUse.DOCTOR,
            Target.TOPIC,
            "breakwater doctor cannot tell whether the topic exists; nothing else needs this permission"),
    DESCRIBE_EVENT_BUS(
            "events:DescribeEventBus",
            AwsUse.DOCTOR,
            Target.BUS,
            "breakwater doctor cannot tell whether the bus exists; nothing else needs this permission"),
    JOB_SIMULATE_PRINCIPAL_POLICY(
            "iam:SimulatePrincipalPolicy",
            AwsUse.DOCTOR,
            Target.JOB_ROLE,
            "breakwater doctor cannot tell whether the job may publish alarms and key figures and store received "
                    + "samples; nothing else needs this permission"),

    INVOKE_FUNCTION(
            "lambda:InvokeFunction",
            AwsUse.DRILL,
            Target.CANARY,
            "a drill fails and sends a page, because it cannot call the canary"),
    GET_FUNCTION_CONFIGURATION(
            "lambda:GetFunctionConfiguration",
            AwsUse.DRILL,
            Target.CANARY,
            "no drill starts, because the cost of a canary's call is unknown"),
    DRILL_LIST_TAGS(
            "lambda:ListTags",
            AwsUse.DRILL,
            Target.CANARY,
            "no drill starts, because nothing says that the function is a canary"),
    DRILL_GET_FUNCTION_CONCURRENCY(
            "lambda:GetFunctionConcurrency",
            AwsUse.DRILL,
            Target.CANARY,
            "no drill starts, because the drill cannot see the limit and its release");

    /** The resource of a call. The kind of resource decides how far a policy can restrict the call. */
    public enum Target {
        /** The whole account and region. A policy cannot restrict calls of this kind. */
        ANY,
        /** Functions. */
        FUNCTIONS,
        /** Event source mappings, which poll a queue or stream for a function. */
        MAPPINGS,
        /** Functions that may be throttled. */
        THROTTLED,
        /** The roles in the watched accounts. */
        ROLES,
        /** The act role and the return role. */
        ACT_ROLE,
        /** The identity of the job. */
        JOB_ROLE,
        /** Organizational units, and the root. */
        UNITS,
        /** Execution roles of functions. */
        EXECUTION_ROLES,
        /** Managed policies. */
        MANAGED_POLICIES,
        /** APIs of API Gateway. */
        APIS,
        /** Breakwater's secrets. */
        SECRETS,
        /** The topic of the alarms. */
        TOPIC,
        /** The bus of the alarms. */
        BUS,
        /** The CloudWatch namespace of Breakwater's key figures. A policy restricts the namespace with a condition. */
        NAMESPACE,
        /** The bucket to which samples are delivered. */
        BUCKET,
        /** The objects with samples in the bucket. */
        OBJECTS,
        /** The files that a run writes into the bucket. */
        FILES,
        /** The function that a drill floods. */
        CANARY,
        /** The call needs no permission. */
        NOTHING
    }

    private final AwsRole role;
    private final String permission;
    private final AwsUse use;
    private final Target target;
    private final String withoutIt;

    AwsCall(String permission, AwsUse use, Target target, String withoutIt) {
        this(use.role, permission, use, target, withoutIt);
    }

    AwsCall(AwsRole role, String permission, AwsUse use, Target target, String withoutIt) {
        this.role = role;
        this.permission = permission;
        this.use = use;
        this.target = target;
        this.withoutIt = withoutIt;
    }

    public static List<AwsCall> of(AwsRole role) {
        return Arrays.stream(values()).filter(call -> call.role == role).toList();
    }

    public AwsRole role() {
        return role;
    }

    /** Returns the call as a policy names it, for example {@code lambda:ListTags}. */
    public String permission() {
        return permission;
    }

    /** Returns the main feature for which the call is needed. If the feature is not used, the call is not needed. */
    public AwsUse use() {
        return use;
    }

    /**
     * Returns the permission's name for messages. The name includes the resource if several calls need the same
     * permission.
     */
    public String subject() {
        return target == Target.MAPPINGS ? permission + " (event source mappings)" : permission;
    }

    public Target target() {
        return target;
    }

    /** Returns one line about the consequence of the missing permission. */
    public String withoutIt() {
        return withoutIt;
    }

    /** The role whose permission a call needs. */
    public enum AwsRole {
        /** The role {@code accounts[].observeRole}, which reads and changes nothing. */
        OBSERVE,
        /** The role {@code accounts[].actRole}, which throttles and releases. */
        ACT,
        /**
         * The role {@code accounts[].returnRole}, which restores the lease tag on protected functions, so that their
         * limits can be released.
         */
        RETURN,
        /** The identity of the process. If an account lacks a role, this identity needs that role's permissions too. */
        JOB,
        /** The role with which {@code breakwater drill} calls its canary. The role allows nothing else. */
        DRILL;

        /** Returns the role's name for people and documents. */
        public String shown() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The feature that needs a call to AWS. Only {@link #INVENTORY} is needed by every configuration. */
    public enum AwsUse {
        /** The list of functions with their tags and limits, and the commands {@code status} and {@code sweep}. */
        INVENTORY(AwsRole.OBSERVE),
        /** {@code source.cloudwatch}. */
        POLLING(AwsRole.OBSERVE),
        /** The command {@code exposure}. */
        EXPOSURE(AwsRole.OBSERVE),
        /** Throttles and releases, in the modes approve and enforce. */
        ACTS(AwsRole.ACT),
        /** Releases of protected functions that have lost their lease tag ({@code accounts[].returnRole}). */
        RETURNS(AwsRole.RETURN),
        /** Accounts with roles. */
        ROLES(AwsRole.JOB),
        /** The list of accounts from AWS Organizations ({@code organization}). */
        ORGANIZATION(AwsRole.JOB),
        /** Secrets written as {@code aws-secret:}. */
        SECRETS(AwsRole.JOB),
        /** {@code notify.sns}. */
        SNS(AwsRole.JOB),
        /** {@code notify.eventbridge}. */
        EVENTBRIDGE(AwsRole.JOB),
        /** {@code notify.cloudwatch}. */
        FIGURES(AwsRole.JOB),
        /** A folder in S3: the landing folder, or the ledger, pages or requests of a {@code run}. */
        LANDING(AwsRole.JOB),
        /** Ledger, pages or requests in S3. */
        FILES(AwsRole.JOB),
        /** Only the command {@code doctor}, which checks less without this call. */
        DOCTOR(AwsRole.JOB),
        /** Only the command {@code drill}, which uses its own role. */
        DRILL(AwsRole.DRILL);

        private final AwsRole role;

        AwsUse(AwsRole role) {
            this.role = role;
        }
    }
}
