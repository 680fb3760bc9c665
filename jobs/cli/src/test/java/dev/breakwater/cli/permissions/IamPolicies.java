package dev.breakwater.cli.permissions;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.breakwater.connectors.alarms.aws.MetricSnapshot;
import dev.breakwater.connectors.aws.AwsCall;
import dev.breakwater.connectors.aws.AwsCall.Target;
import dev.breakwater.connectors.aws.AwsRole;
import dev.breakwater.connectors.aws.AwsUse;
import dev.breakwater.connectors.lambda.mark.LeaseTags;
import java.util.Collection;
import java.util.List;

/** The policies that the list of calls asks for. */
final class IamPolicies {

    /** A function with this tag and the value {@code true} cannot be throttled; no tag of a mark, so we cannot take it off. */
    static final String PROTECT = "aws:ResourceTag/breakwater-protect";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FUNCTIONS = "arn:aws:lambda:*:*:function:*";
    private static final String OURS = "arn:aws:lambda:*:*:function:breakwater-*";
    /** A policy cannot go by the tags of the function that a mapping feeds; which ones are held is the job's to decide. */
    private static final String MAPPINGS = "arn:aws:lambda:*:*:event-source-mapping:*";

    private static final String CANARY = "arn:aws:lambda:*:*:function:canary-of-breakwater";
    private static final String OBSERVE_ROLE = "arn:aws:iam::*:role/breakwater-observe";
    private static final String ACT_ROLE = "arn:aws:iam::*:role/breakwater-act";
    private static final String JOB_ROLE = "arn:aws:iam::*:role/breakwater-job";
    private static final String[] UNITS = {
        "arn:aws:organizations::*:root/o-*/r-*", "arn:aws:organizations::*:ou/o-*/ou-*"
    };
    private static final String SECRETS = "arn:aws:secretsmanager:*:*:secret:breakwater/*";
    private static final String ROLES = "arn:aws:iam::*:role/*";
    private static final String[] POLICIES = {"arn:aws:iam::*:policy/*", "arn:aws:iam::aws:policy/*"};
    private static final String[] APIS = {
        "arn:aws:apigateway:*::/restapis",
        "arn:aws:apigateway:*::/restapis/*",
        "arn:aws:apigateway:*::/apis",
        "arn:aws:apigateway:*::/apis/*"
    };
    private static final String TOPIC = "arn:aws:sns:*:*:breakwater*";
    private static final String[] BUSES = {
        "arn:aws:events:*:*:event-bus/default", "arn:aws:events:*:*:event-bus/breakwater*"
    };
    private static final String BUDGETS = "arn:aws:budgets::*:budget/*";
    private static final String BUCKET = "arn:aws:s3:::breakwater-*";

    private final ArrayNode statements = JSON.createArrayNode();

    private IamPolicies() {}

    /** The file of a role, as it is shipped. */
    static String of(AwsRole role) {
        IamPolicies policy = new IamPolicies();
        switch (role) {
            case OBSERVE -> policy.observe();
            case ACT -> policy.act();
            case JOB -> policy.job();
            case DRILL -> policy.allow("CallTheCanary", actions(AwsRole.DRILL, AwsUse.DRILL, Target.CANARY), CANARY);
        }
        ObjectNode document = JSON.createObjectNode().put("Version", "2012-10-17");
        document.set("Statement", policy.statements);
        return text(document);
    }

    private void observe() {
        allow("SeeTheAccount", actions(AwsRole.OBSERVE, AwsUse.INVENTORY, Target.ANY), "*");
        allow("SeeFunctions", actions(AwsRole.OBSERVE, AwsUse.INVENTORY, Target.FUNCTIONS), FUNCTIONS);
        allow("SeeMappings", actions(AwsRole.OBSERVE, AwsUse.INVENTORY, Target.MAPPINGS), MAPPINGS);
        allow("PollMetrics", actions(AwsRole.OBSERVE, AwsUse.POLLING, Target.ANY), "*");
        allow("ReadBudgets", actions(AwsRole.OBSERVE, AwsUse.BUDGETS, Target.BUDGETS), BUDGETS);
        allow("ExposureOfFunctions", actions(AwsRole.OBSERVE, AwsUse.EXPOSURE, Target.FUNCTIONS), FUNCTIONS);
        allow("ExposureThroughApis", actions(AwsRole.OBSERVE, AwsUse.EXPOSURE, Target.APIS), APIS);
        allow("ExposureByRoles", actions(AwsRole.OBSERVE, AwsUse.EXPOSURE, Target.EXECUTION_ROLES), ROLES);
        allow("ExposureByPolicies", actions(AwsRole.OBSERVE, AwsUse.EXPOSURE, Target.MANAGED_POLICIES), POLICIES);
        allow("DoctorAsksAboutTheActRole", actions(AwsRole.OBSERVE, AwsUse.DOCTOR, Target.ACT_ROLE), ACT_ROLE);
    }

    private void act() {
        List<String> all = actsOn(Target.FUNCTIONS, Target.THROTTLED);
        List<String> reads = all.stream().filter(IamPolicies::reads).toList();
        allow("SeeFunctions", reads, FUNCTIONS);
        unprotected(marksOnly(allow("Mark", List.of("lambda:TagResource"), FUNCTIONS)));
        unprotected(allow("Throttle", List.of("lambda:PutFunctionConcurrency"), FUNCTIONS));
        allow("Release", List.of("lambda:DeleteFunctionConcurrency"), FUNCTIONS);
        marksOnly(allow("Unmark", List.of("lambda:UntagResource"), FUNCTIONS));
        actOnMappings();
        List<String> changes = all.stream().filter(a -> !reads.contains(a)).toList();
        statement("Deny", "NeverOurOwnFunctions", changes, OURS);
        statement("Deny", "NeverWhatFeedsOurOwn", List.of("lambda:UpdateEventSourceMapping"), MAPPINGS)
                .withObjectProperty("Condition")
                .putObject("ArnLike")
                .put("lambda:FunctionArn", OURS);
    }

    private void actOnMappings() {
        List<String> reads =
                actsOn(Target.MAPPINGS).stream().filter(IamPolicies::reads).toList();
        allow("SeeMappings", reads, MAPPINGS);
        // what cannot be marked is not held; holding and releasing are one call, which has to stay allowed to the end
        unprotected(marksOnly(allow("MarkMappings", List.of("lambda:TagResource"), MAPPINGS)));
        allow("HoldAndReleaseMappings", List.of("lambda:UpdateEventSourceMapping"), MAPPINGS);
        marksOnly(allow("UnmarkMappings", List.of("lambda:UntagResource"), MAPPINGS));
    }

    private static List<String> actsOn(Target... targets) {
        return AwsCall.of(AwsRole.ACT).stream()
                .filter(call -> List.of(targets).contains(call.target()))
                .map(AwsCall::permission)
                .toList();
    }

    private static boolean reads(String action) {
        return action.matches("\\w+:(Get|List).*");
    }

    private void job() {
        allow("TakeTheRoles", actions(AwsRole.JOB, AwsUse.ROLES, Target.ROLES), OBSERVE_ROLE, ACT_ROLE);
        allow("FindTheAccounts", actions(AwsRole.JOB, AwsUse.ORGANIZATION, Target.UNITS), UNITS);
        allow("ReadOurSecrets", actions(AwsRole.JOB, AwsUse.SECRETS, Target.SECRETS), SECRETS);
        allow("AlarmByTopic", actions(AwsRole.JOB, AwsUse.SNS, Target.TOPIC), TOPIC);
        allow("AlarmByBus", actions(AwsRole.JOB, AwsUse.EVENTBRIDGE, Target.BUS), BUSES);
        allow("PublishKeyFigures", actions(AwsRole.JOB, AwsUse.FIGURES, Target.NAMESPACE), "*")
                .withObjectProperty("Condition")
                .putObject("StringEquals")
                .put("cloudwatch:namespace", MetricSnapshot.NAMESPACE);
        allow("FindWhatLanded", actions(AwsRole.JOB, AwsUse.LANDING, Target.BUCKET), BUCKET);
        allow("Land", actions(AwsRole.JOB, AwsUse.LANDING, Target.OBJECTS), BUCKET + "/*");
        allow("ReplaceFilesOfTheRun", actions(AwsRole.JOB, AwsUse.FILES, Target.FILES), BUCKET + "/run/*");
        allow("DoctorAsksAboutTheTopic", actions(AwsRole.JOB, AwsUse.DOCTOR, Target.TOPIC), TOPIC);
        allow("DoctorAsksAboutTheBus", actions(AwsRole.JOB, AwsUse.DOCTOR, Target.BUS), BUSES);
        allow("DoctorAsksAboutTheJob", actions(AwsRole.JOB, AwsUse.DOCTOR, Target.JOB_ROLE), JOB_ROLE);
    }

    private ObjectNode allow(String sid, Collection<String> actions, String... resources) {
        return statement("Allow", sid, actions, resources);
    }

    private ObjectNode statement(String effect, String sid, Collection<String> actions, String... resources) {
        ObjectNode statement = statements.addObject().put("Sid", sid).put("Effect", effect);
        actions.forEach(statement.putArray("Action")::add);
        List.of(resources).forEach(statement.putArray("Resource")::add);
        return statement;
    }

    private static ObjectNode unprotected(ObjectNode statement) {
        // a negated operator holds where there is no such tag
        statement.withObjectProperty("Condition").putObject("StringNotEquals").put(PROTECT, "true");
        return statement;
    }

    private static ObjectNode marksOnly(ObjectNode statement) {
        ArrayNode keys = statement
                .withObjectProperty("Condition")
                .putObject("ForAllValues:StringEquals")
                .putArray("aws:TagKeys");
        LeaseTags.KEYS.forEach(keys::add);
        return statement;
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
