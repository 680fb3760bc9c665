package dev.breakwater.ledger;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.breakwater.model.Scope;
import dev.breakwater.model.ScopeKind;

/** The function, group or account that a line is about. */
public record Where(
        @JsonPropertyDescription("`function`, `group` or `account`")
        String scope,

        @JsonPropertyDescription("the function's name; null for a group or account")
        String function,

        @JsonPropertyDescription("the group's name; null for a function or account")
        String group,

        @JsonPropertyDescription("12 digits; `*` for all accounts together")
        String account,

        @JsonPropertyDescription("for example `eu-west-1`; `*` for a budget")
        String region) {

    public Where {
        account = LedgerJson.text(account);
        region = LedgerJson.text(region);
    }

    static Where of(Scope s) {
        return new Where(
                s.kind().wire(),
                s.kind() == ScopeKind.FUNCTION ? s.key() : null,
                s.kind() == ScopeKind.GROUP ? s.key() : null,
                s.account(),
                s.region());
    }

    /** The name of the function or group, or {@code *} for an account. */
    public String key() {
        return function != null ? function : group != null ? group : Scope.WHOLE;
    }
}
