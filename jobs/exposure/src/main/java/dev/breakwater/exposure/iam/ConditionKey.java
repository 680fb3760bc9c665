package dev.breakwater.exposure.iam;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** A condition key, with the thing that it identifies. A value names one thing or a pattern. */
public enum ConditionKey {
    PRINCIPAL_ACCOUNT("aws:PrincipalAccount"),
    PRINCIPAL_ARN("aws:PrincipalArn"),
    PRINCIPAL_ORGANISATION("aws:PrincipalOrgID", "aws:PrincipalOrgPaths"),
    PRINCIPAL_ID("aws:userid"),
    SOURCE_ACCOUNT("aws:SourceAccount"),
    SOURCE_ARN("aws:SourceArn"),
    SOURCE_ORGANISATION("aws:SourceOrgID", "aws:SourceOrgPaths"),
    NETWORK(
            "aws:SourceVpc",
            "aws:SourceVpce",
            "aws:SourceVpcArn",
            "aws:VpceAccount",
            "aws:VpceOrgID",
            "aws:VpceOrgPaths"),
    ADDRESS("aws:SourceIp"),
    IS_SERVICE("aws:PrincipalIsAWSService"),
    SERVICE_NAME("aws:PrincipalServiceName", "aws:PrincipalServiceNamesList"),
    URL_AUTH_TYPE("lambda:FunctionUrlAuthType"),
    BY_URL("lambda:InvokedViaFunctionUrl"),
    /** A key that the caller may choose, or that does not identify the caller. */
    OTHER;

    private static final Map<String, ConditionKey> BY_NAME = byName();
    private static final Pattern VARIABLE = Pattern.compile("(?s).*\\$\\{.*");
    private static final Pattern OURS = Pattern.compile("\\$\\{aws:Resource(Account|OrgID)}", Pattern.CASE_INSENSITIVE);
    private static final int ARN_PARTS = 6;

    private final String[] names;

    ConditionKey(String... names) {
        this.names = names;
    }

    /** Returns the key with that name; names are not case-sensitive. */
    public static ConditionKey of(String name) {
        return BY_NAME.getOrDefault(name.toLowerCase(Locale.ROOT), OTHER);
    }

    boolean arn() {
        return this == PRINCIPAL_ARN || this == SOURCE_ARN;
    }

    /**
     * Returns whether no stranger's value can match. No stranger's value can match a literal account, organisation,
     * bucket or network. A value with a wildcard counts as a pattern under every operator, because the author of the
     * value meant a pattern.
     */
    boolean fixed(String value, Operator operator) {
        if (VARIABLE.matcher(value).matches()) return OURS.matcher(value).matches();
        if (!Wildcard.isWild(value)) return true;
        return switch (this) {
            case PRINCIPAL_ORGANISATION, SOURCE_ORGANISATION ->
                !Wildcard.isWild(upTo(value, '/')) && value.indexOf('/') >= 0;
            case PRINCIPAL_ARN, SOURCE_ARN -> fixedArn(value, operator);
            // the value is ROLE:SESSION, and no two roles have the same id
            case PRINCIPAL_ID -> !Wildcard.isWild(upTo(value, ':')) && value.indexOf(':') > 0;
            default -> false;
        };
    }

    /** Returns whether the condition names this account and no other. */
    static boolean ours(String value, String account) {
        return value.equals(account)
                || value.equalsIgnoreCase("${aws:ResourceAccount}")
                || Arn.account(value).equals(account);
    }

    /** Returns whether the value is the ARN of a bucket, which does not name an account. */
    static boolean bucket(String value) {
        return Arn.service(value).equals("s3") && Arn.account(value).isEmpty();
    }

    /**
     * Returns whether the account or the bucket in an ARN is literal. An earlier wildcard also matches colons, except
     * under ARN operators.
     */
    private static boolean fixedArn(String value, Operator operator) {
        String[] part = value.split(":", ARN_PARTS);
        if (part.length < ARN_PARTS) return false;
        String name = part[2].equals("s3") && part[4].isEmpty() ? upTo(part[5], '/') : part[4];
        if (name.isEmpty() || Wildcard.isWild(name)) return false;
        if (operator.family() == Operator.Family.ARN) return true;
        boolean bucket = part[4].isEmpty();
        String head = String.join(":", part[0], part[1], part[2], part[3], part[4]);
        return !Wildcard.isWild(head) && (!bucket || part[5].indexOf('/') >= 0);
    }

    private static String upTo(String text, char end) {
        int at = text.indexOf(end);
        return at < 0 ? text : text.substring(0, at);
    }

    private static Map<String, ConditionKey> byName() {
        Map<String, ConditionKey> found = new HashMap<>();
        for (ConditionKey key : values()) {
            for (String name : key.names) found.put(name.toLowerCase(Locale.ROOT), key);
        }
        return Map.copyOf(found);
    }
}
