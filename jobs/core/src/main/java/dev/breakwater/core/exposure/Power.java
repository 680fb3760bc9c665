package dev.breakwater.core.exposure;

import java.util.List;

/** The named list: rights that an execution role seldom needs, and what a thief could do with them. */
public enum Power {
    NEARLY_ANYTHING("do nearly anything in the account", false, "breakwater:any-action-at-all"),
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
            "lift the limits of functions", true, "lambda:PutFunctionConcurrency", "lambda:DeleteFunctionConcurrency"),
    INVOKE("start functions", false, "lambda:InvokeFunction"),
    START_MACHINES("start machines", false, "ec2:RunInstances", "ecs:RunTask", "batch:SubmitJob"),
    READ_SECRETS("read secrets", false, "secretsmanager:GetSecretValue", "ssm:GetParameter", "ssm:GetParameters"),
    READ_STORES("read tables and buckets", false, "s3:GetObject", "dynamodb:Scan", "dynamodb:GetItem"),
    DESTROY_STORES(
            "delete tables and objects", false, "s3:DeleteObject", "dynamodb:DeleteTable", "dynamodb:DeleteItem"),
    HIDE("cover its tracks", false, "cloudtrail:StopLogging", "logs:DeleteLogGroup");

    private final String text;
    private final boolean evenByName;
    private final List<String> actions;

    /**
     * @param evenByName whether the right on a single named resource counts too, not only on all of them
     */
    Power(String text, boolean evenByName, String... actions) {
        this.text = text;
        this.evenByName = evenByName;
        this.actions = List.of(actions);
    }

    /** For people: what it lets somebody do. */
    public String text() {
        return text;
    }

    boolean evenByName() {
        return evenByName;
    }

    List<String> actions() {
        return actions;
    }
}
