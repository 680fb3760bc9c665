package dev.breakwater.connectors.lambda.exposure;

/** A part of a function's configuration that needs its own call and permission. */
public enum Part {
    TAGS("lambda:ListTags"),
    RESERVATION("lambda:GetFunctionConcurrency"),
    ALIASES("lambda:ListAliases"),
    URLS("lambda:ListFunctionUrlConfigs or lambda:GetFunctionUrlConfig"),
    POLICY("lambda:GetPolicy"),
    VERSIONS("lambda:ListVersionsByFunction"),
    APIS("apigateway:GET"),
    DESTINATIONS("lambda:GetFunctionEventInvokeConfig"),
    MAPPINGS("lambda:ListEventSourceMappings"),
    ROLE(
            "iam:ListRolePolicies, iam:GetRolePolicy, iam:ListAttachedRolePolicies, iam:GetPolicy and iam:GetPolicyVersion");

    private final String permission;

    Part(String permission) {
        this.permission = permission;
    }

    public String permission() {
        return permission;
    }
}
