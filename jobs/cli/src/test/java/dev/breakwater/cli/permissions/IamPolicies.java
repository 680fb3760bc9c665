package dev.breakwater.cli.permissions;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.breakwater.connectors.alarms.aws.CloudWatchMetricsSink;
import dev.breakwater.connectors.aws.AwsCall;
import dev.breakwater.connectors.aws.AwsCall.AwsRole;
import dev.breakwater.connectors.aws.AwsCall.AwsUse;
import dev.breakwater.connectors.aws.AwsCall.Target;
import dev.breakwater.model.function.OwnTags;
import java.util.Collection;
import java.util.List;

/**
 * Makes the policies that the list of calls needs. {@code config/iam/README.md} has the condition keys of each call.
 */
final class IamPolicies {

    /**
     * A function or mapping with this tag and the value {@code true} cannot get the lease tag, and so cannot be
     * limited.
     */
    static final String PROTECT = "aws:ResourceTag/breakwater-protect";

    /** The tag on every limit of Breakwater. No limit is set or removed without it. */
    static final String LEASE = "breakwater:lease";

    /** Every tag that Breakwater writes. */
    static final List<String> TAGS = List.of(LEASE, OwnTags.HANDS_OFF);

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FUNCTIONS = "arn:*:lambda:*:*:function:*";
    private static final String OURS = "arn:*:lambda:*:*:function:breakwater-*";
    private static final String MAPPINGS = "arn:*:lambda:*:*:event-source-mapping:*";

    private static final String CANARY = "arn:*:lambda:*:*:function:canary-of-breakwater";
    private static final String OBSERVE_ROLE = "arn:*:iam::*:role/breakwater-observe";
    private static final String ACT_ROLE = "arn:*:iam::*:role/breakwater-act";
    private static final String RETURN_ROLE = "arn:*:iam::*:role/breakwater-return";
    private static final String JOB_ROLE = "arn:*:iam::*:role/breakwater-job";
    private static final String[] UNITS = {"arn:*:organizations::*:root/o-*/r-*", "arn:*:organizations::*:ou/o-*/ou-*"};
    private static final String SECRETS = "arn:*:secretsmanager:*:*:secret:breakwater/*";
    private static final String ROLES = "arn:*:iam::*:role/*";
    private static final String[] POLICIES = {"arn:*:iam::*:policy/*", "arn:*:iam::aws:policy/*"};
    private static final String[] APIS = {
        "arn:*:apigateway:*::/restapis",
        "arn:*:apigateway:*::/restapis/*",
        "arn:*:apigateway:*::/apis",
        "arn:*:apigateway:*::/apis/*"
    };
    private static final String TOPIC = "arn:*:sns:*:*:breakwater*";
    private static final String[] BUSES = {
        "arn:*:events:*:*:event-bus/default", "arn:*:events:*:*:event-bus/breakwater*"
    };
    private static final String BUCKET = "arn:*:s3:::breakwater-*";
    private static final String LANDED = "metric-stream/*";
    private static final String RUN = "run/*";

    private final ArrayNode statements = JSON.createArrayNode();

    private IamPolicies() {}

    /** The file of a role, as it is shipped. */
    static String of(AwsRole role) {
        IamPolicies policy = new IamPolicies();
        switch (role) {
            case OBSERVE -> policy.observe();
            case ACT -> policy.act();
            case RETURN -> policy.returns();
            case JOB -> policy.job();
            case DRILL ->
                policy.allow("CallTheCanary", actions(AwsRole.DRILL, AwsUse.DRILL, Target.CANARY), CANARY)
                        .inOwnAccount();
        }
        ObjectNode document = JSON.createObjectNode().put("Version", "2012-10-17");
        document.set("Statement", policy.statements);
        return text(document);
    }

    private void observe() {
        allow("SeeTheAccount", actions(AwsRole.OBSERVE, AwsUse.INVENTORY, Target.ANY), "*");
        allow("SeeFunctions", actions(AwsRole.OBSERVE, AwsUse.INVENTORY, Target.FUNCTIONS), FUNCTIONS)
                .inOwnAccount();
        allow("SeeMappings", actions(AwsRole.OBSERVE, AwsUse.INVENTORY, Target.MAPPINGS), MAPPINGS)
                .inOwnAccount();
        allow("PollMetrics", actions(AwsRole.OBSERVE, AwsUse.POLLING, Target.ANY), "*");
        allow("ExposureOfFunctions", actions(AwsRole.OBSERVE, AwsUse.EXPOSURE, Target.FUNCTIONS), FUNCTIONS)
                .inOwnAccount();
        allow("ExposureThroughApis", actions(AwsRole.OBSERVE, AwsUse.EXPOSURE, Target.APIS), APIS);
        allow("ExposureByRoles", actions(AwsRole.OBSERVE, AwsUse.EXPOSURE, Target.EXECUTION_ROLES), ROLES);
        allow("ExposureByPolicies", actions(AwsRole.OBSERVE, AwsUse.EXPOSURE, Target.MANAGED_POLICIES), POLICIES);
        allow(
                "DoctorAsksAboutTheRoles",
                actions(AwsRole.OBSERVE, AwsUse.DOCTOR, Target.ACT_ROLE),
                ACT_ROLE,
                RETURN_ROLE);
    }

    private void act() {
        actOn("Functions", FUNCTIONS, Target.FUNCTIONS, Target.THROTTLED);
        actOn("Mappings", MAPPINGS, Target.MAPPINGS);
        // a resource that cannot be tagged is not limited; a limit can be released whether the resource is protected
        // or not
        deny("NeverMarkProtected", List.of("lambda:TagResource"), FUNCTIONS, MAPPINGS)
                .when("ForAnyValue:StringEquals", "aws:TagKeys", LEASE)
                .when("StringEqualsIgnoreCase", PROTECT, "true");
        neverOurOwn(List.of(
                "lambda:TagResource",
                "lambda:PutFunctionConcurrency",
                "lambda:DeleteFunctionConcurrency",
                "lambda:UntagResource"));
        // the calls that tag do not know which function a mapping feeds
        deny("NeverWhatFeedsOurOwn", List.of("lambda:UpdateEventSourceMapping"), MAPPINGS)
                .when("ArnLike", "lambda:FunctionArn", OURS);
    }

    /** Reads everything, changes only Breakwater's tags, and changes only limits with the lease tag. */
    private void actOn(String what, String resource, Target... targets) {
        List<String> all = AwsCall.of(AwsRole.ACT).stream()
                .filter(call -> List.of(targets).contains(call.target()))
                .map(AwsCall::permission)
                .toList();
        List<String> tagging = all.stream()
                .filter(a -> a.endsWith("tagResource") || a.endsWith("TagResource"))
                .toList();
        allow("See" + what, all.stream().filter(IamPolicies::reads).toList(), resource)
                .inOwnAccount();
        allow("Mark" + what, tagging, resource).inOwnAccount().tagsOnly(TAGS);
        allow(
                        "Limit" + what,
                        all.stream()
                                .filter(a -> !reads(a) && !tagging.contains(a))
                                .toList(),
                        resource)
                .inOwnAccount()
                .when("Null", "aws:ResourceTag/" + LEASE, "false");
    }

    /** Writes the lease tag, protected or not, and can do nothing else. Only the act role sets limits. */
    private void returns() {
        List<String> tag = List.of("lambda:TagResource");
        allow("MarkFunctions", tag, FUNCTIONS).inOwnAccount().tagsOnly(List.of(LEASE));
        allow("MarkMappings", tag, MAPPINGS).inOwnAccount().tagsOnly(List.of(LEASE));
        neverOurOwn(tag);
    }

    private void neverOurOwn(List<String> changes) {
        deny("NeverOurOwnFunctions", changes, OURS);
    }

    private static boolean reads(String action) {
        return action.matches("\\w+:(Get|List).*");
    }

    private void job() {
        // one of the two applies: accounts of an organisation, or the job's own account
        List<String> take = actions(AwsRole.JOB, AwsUse.ROLES, Target.ROLES);
        allow("TakeTheRolesOfTheOrganisation", take, OBSERVE_ROLE, ACT_ROLE, RETURN_ROLE)
                .when("StringEquals", "aws:ResourceOrgID", "${aws:PrincipalOrgID}");
        allow("TakeTheRolesOfTheAccount", take, OBSERVE_ROLE, ACT_ROLE, RETURN_ROLE)
                .inOwnAccount();
        // an account sees only its own organisation
        allow("FindTheAccounts", actions(AwsRole.JOB, AwsUse.ORGANIZATION, Target.UNITS), UNITS);
        allow("ReadOurSecrets", actions(AwsRole.JOB, AwsUse.SECRETS, Target.SECRETS), SECRETS)
                .inOwnAccount();
        allow("AlarmByTopic", actions(AwsRole.JOB, AwsUse.SNS, Target.TOPIC), TOPIC)
                .inOwnAccount();
        allow("AlarmByBus", actions(AwsRole.JOB, AwsUse.EVENTBRIDGE, Target.BUS), BUSES)
                .inOwnAccount();
        allow("PublishKeyFigures", actions(AwsRole.JOB, AwsUse.FIGURES, Target.NAMESPACE), "*")
                .when("StringEquals", "cloudwatch:namespace", CloudWatchMetricsSink.NAMESPACE);
        // IfExists: a caller who may not list gets 403 for a missing object, and a read has no prefix
        allow("FindWhatLanded", actions(AwsRole.JOB, AwsUse.LANDING, Target.BUCKET), BUCKET)
                .inOwnAccount()
                .when("StringLikeIfExists", "s3:prefix", LANDED, RUN);
        allow("Land", actions(AwsRole.JOB, AwsUse.LANDING, Target.OBJECTS), BUCKET + "/" + LANDED, BUCKET + "/" + RUN)
                .inOwnAccount();
        allow("ReplaceFilesOfTheRun", actions(AwsRole.JOB, AwsUse.FILES, Target.FILES), BUCKET + "/" + RUN)
                .inOwnAccount();
        allow("DoctorAsksAboutTheTopic", actions(AwsRole.JOB, AwsUse.DOCTOR, Target.TOPIC), TOPIC)
                .inOwnAccount();
        allow("DoctorAsksAboutTheBus", actions(AwsRole.JOB, AwsUse.DOCTOR, Target.BUS), BUSES)
                .inOwnAccount();
        allow("DoctorAsksAboutTheJob", actions(AwsRole.JOB, AwsUse.DOCTOR, Target.JOB_ROLE), JOB_ROLE)
                .inOwnAccount();
    }

    private Conditions allow(String sid, Collection<String> actions, String... resources) {
        return statement("Allow", sid, actions, resources);
    }

    private Conditions deny(String sid, Collection<String> actions, String... resources) {
        return statement("Deny", sid, actions, resources);
    }

    private Conditions statement(String effect, String sid, Collection<String> actions, String... resources) {
        ObjectNode statement = statements.addObject().put("Sid", sid).put("Effect", effect);
        actions.forEach(statement.putArray("Action")::add);
        List.of(resources).forEach(statement.putArray("Resource")::add);
        return new Conditions(statement);
    }

    /** Requires all conditions. */
    private record Conditions(ObjectNode statement) {

        Conditions when(String operator, String key, String... values) {
            ObjectNode lines = statement.withObjectProperty("Condition").withObjectProperty(operator);
            if (values.length == 1) lines.put(key, values[0]);
            else List.of(values).forEach(lines.putArray(key)::add);
            return this;
        }

        /** Excludes resources that another account shares. */
        Conditions inOwnAccount() {
            return when("StringEquals", "aws:ResourceAccount", "${aws:PrincipalAccount}");
        }

        /** Null: "all of no tags" would hold too. */
        Conditions tagsOnly(List<String> tags) {
            return when("ForAllValues:StringEquals", "aws:TagKeys", tags.toArray(String[]::new))
                    .when("Null", "aws:TagKeys", "false");
        }
    }

    private static List<String> actions(AwsRole role, AwsUse use, Target target) {
        return AwsCall.of(role).stream()
                .filter(call -> call.use() == use && call.target() == target)
                .map(AwsCall::permission)
                .toList();
    }

    private static String text(ObjectNode document) {
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(document) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree is always JSON", e);
        }
    }
}
