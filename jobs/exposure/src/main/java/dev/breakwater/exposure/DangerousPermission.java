package dev.breakwater.exposure;

import dev.breakwater.exposure.iam.Arn;
import dev.breakwater.exposure.iam.Role;
import dev.breakwater.exposure.iam.Statement;
import dev.breakwater.exposure.iam.Statement.Principals;
import dev.breakwater.exposure.model.AccountReading.FunctionReading;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Rights that an execution role seldom needs, and the actions that each right gives to somebody who takes over the
 * function. The worst right comes first.
 */
enum DangerousPermission {
    NEARLY_ANYTHING("do almost anything in the account", false, "breakwater:any-action-at-all"),
    BECOME_ANYBODY(
            "give itself other rights",
            true,
            "iam:PassRole",
            "iam:PutRolePolicy",
            "iam:AttachRolePolicy",
            "iam:UpdateAssumeRolePolicy",
            "iam:CreateAccessKey",
            "iam:CreatePolicyVersion"),
    ASSUME("assume roles", false, "sts:AssumeRole"),
    CHANGE_CODE("replace the code of functions", true, "lambda:UpdateFunctionCode"),
    OPEN_FUNCTIONS("open functions to the world", true, "lambda:AddPermission", "lambda:CreateFunctionUrlConfig"),
    LIFT_LIMITS(
            "remove the limits of functions",
            true,
            "lambda:PutFunctionConcurrency",
            "lambda:DeleteFunctionConcurrency"),
    INVOKE("start functions", false, "lambda:InvokeFunction"),
    START_MACHINES("start machines", false, "ec2:RunInstances", "ecs:RunTask", "batch:SubmitJob"),
    READ_SECRETS("read secrets", false, "secretsmanager:GetSecretValue", "ssm:GetParameter", "ssm:GetParameters"),
    READ_STORES("read tables and buckets", false, "s3:GetObject", "dynamodb:Scan", "dynamodb:GetItem"),
    DESTROY_STORES(
            "delete tables and objects", false, "s3:DeleteObject", "dynamodb:DeleteTable", "dynamodb:DeleteItem"),
    HIDE("cover its tracks", false, "cloudtrail:StopLogging", "logs:DeleteLogGroup");

    /** AWS's own policies that give this right. */
    private static final Map<String, DangerousPermission> MANAGED = Map.of(
            "AdministratorAccess", NEARLY_ANYTHING,
            "PowerUserAccess", NEARLY_ANYTHING,
            "IAMFullAccess", BECOME_ANYBODY,
            "AWSLambda_FullAccess", CHANGE_CODE,
            "AWSLambdaFullAccess", CHANGE_CODE,
            "AmazonEC2FullAccess", START_MACHINES,
            "AmazonS3FullAccess", DESTROY_STORES,
            "AmazonDynamoDBFullAccess", DESTROY_STORES,
            "SecretsManagerReadWrite", READ_SECRETS);

    private static final String UPDATE_CODE = "lambda:UpdateFunctionCode";

    private final String text;
    private final boolean evenByName;
    private final List<String> actions;

    /** @param evenByName whether the right counts even if it covers only a single named resource */
    DangerousPermission(String text, boolean evenByName, String... actions) {
        this.text = text;
        this.evenByName = evenByName;
        this.actions = List.of(actions);
    }

    /**
     * Returns the possible actions of somebody who takes over a function, one line each, and the callers outside its
     * account who may replace its code. The right to do almost anything includes all other rights of the role.
     */
    static List<String> of(FunctionReading f) {
        List<String> found = new ArrayList<>();
        for (DangerousPermission permission : values()) {
            String text = permission.heldBy(f.outputs().role());
            if (text == null) continue;
            found.add(permission.text + ", " + text);
            if (permission == NEARLY_ANYTHING) break;
        }
        found.addAll(codeChangers(f));
        return found;
    }

    /**
     * Returns the resources on which the role has this right, and the policy that gives it. The result is null if the
     * role does not have this right.
     */
    private String heldBy(Role role) {
        for (String name : role.managed()) {
            if (MANAGED.get(name) == this) return "everywhere (managed policy " + name + ")";
        }
        String named = null;
        for (String action : actions) {
            if (deniedEverywhere(role, action)) continue;
            for (Statement s : role.statements()) {
                if (!s.allow() || !s.grant().covers(action)) continue;
                if (s.grant().everywhere()) return "everywhere (" + how(action, s) + ")";
                if (named == null) named = "on " + names(s) + " (" + how(action, s) + ")";
            }
        }
        return evenByName ? named : null;
    }

    private String how(String action, Statement s) {
        String condition = s.conditions().isEmpty() ? "" : ", under a condition";
        return (this == NEARLY_ANYTHING ? "all actions" : action) + condition;
    }

    private static boolean deniedEverywhere(Role role, String action) {
        return role.statements().stream()
                .anyMatch(s -> !s.allow()
                        && s.conditions().isEmpty()
                        && s.grant().covers(action)
                        && !s.grant().notResources()
                        && s.grant().everywhere());
    }

    private static String names(Statement s) {
        return String.join(", ", s.grant().resources().stream().map(Arn::brief).toList());
    }

    /** Everyone outside the account who may change the function's code, according to its resource policy. */
    private static List<String> codeChangers(FunctionReading f) {
        List<String> found = new ArrayList<>();
        for (Statement s : f.entryPoints().statements()) {
            if (!s.allow() || !s.grant().covers(UPDATE_CODE)) continue;
            if (s.principals().everyone()) found.add("everybody can replace its code (" + s.title() + ")");
            if (s.principals().whom() == Principals.Whom.ALL_BUT) continue;
            for (String who : s.principals().aws()) {
                String owner = who.startsWith("arn:") ? Arn.account(who) : who;
                if (owner.equals(f.scope().account())) continue;
                found.add("account " + owner + " can replace its code (" + s.title() + ")");
            }
        }
        return found;
    }
}
