package dev.breakwater.connectors.lambda.exposure;

/** What is read of a function by a call of its own, and the permission that the call needs. */
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
