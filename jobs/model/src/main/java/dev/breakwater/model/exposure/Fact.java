package dev.breakwater.model.exposure;

/** A fact about a function, with the permission to read it and the conclusions that depend on it. */
public enum Fact {
    RESERVATION("lambda:GetFunctionConcurrency", "the account's whole concurrency counts as the function's limit"),
    TAGS("lambda:ListTags", "it is unknown whether the function has tags, and whether a limit on it is ours"),
    URLS(
            "lambda:ListFunctionUrlConfigs or lambda:GetFunctionUrlConfig",
            "it is unknown whether a URL makes the function public"),
    POLICY("lambda:GetPolicy", "it is unknown who may invoke the function"),
    ALIASES("lambda:ListAliases", "exposure does not see a policy that makes an alias public"),
    VERSIONS("lambda:ListVersionsByFunction", "exposure does not see a policy that makes a numbered version public"),
    APIS("apigateway:GET", "exposure does not see an API that lets anyone start the function"),
    MAPPINGS("lambda:ListEventSourceMappings", "exposure does not see queues and streams that start the function"),
    DESTINATIONS("lambda:GetFunctionEventInvokeConfig", "exposure does not see loops through destinations"),
    ROLE(
            "iam:ListRolePolicies, iam:GetRolePolicy, iam:ListAttachedRolePolicies, iam:GetPolicy and iam:GetPolicyVersion",
            "exposure does not know what the function may write or do, so it misses most loops"),
    ENVIRONMENT("", "exposure does not see resources that the function's environment names"),
    MODIFIED("", "it is unknown whether the function is new");

    private final String permission;
    private final String without;

    Fact(String permission, String without) {
        this.permission = permission;
        this.without = without;
    }

    /** Returns the permission to read this fact. It is empty for a fact that comes with the list of functions. */
    public String permission() {
        return permission;
    }

    /** Returns the conclusion that depends on this fact, as text for people. */
    public String without() {
        return without;
    }

    /** Returns whether the answer "public: no" depends on this fact. */
    public boolean decidesPublic() {
        return this == URLS || this == POLICY || this == ALIASES || this == VERSIONS || this == APIS;
    }
}
