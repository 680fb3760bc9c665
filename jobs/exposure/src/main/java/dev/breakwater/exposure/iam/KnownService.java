package dev.breakwater.exposure.iam;

import java.util.Arrays;
import java.util.Optional;

/**
 * Known facts about services that start functions. The services listed here work only for their own account, or depend
 * on a fact that is not read. Any service that is not listed may forward strangers' requests. {@code docs/exposure.md}
 * has a reason and a source for each service.
 */
public enum KnownService {
    RULES("events", "events"),
    BUCKETS("s3", "s3"),
    TOPICS("sns", "sns"),
    LOGS("logs", "logs"),
    ALARMS("lambda.alarms.cloudwatch", "cloudwatch"),
    COMPLIANCE("config", "config"),
    ROTATION("secretsmanager", "secretsmanager"),
    REPOSITORIES("codecommit", "codecommit"),

    API("apigateway", "execute-api", "how the API authenticates its callers", "apigateway:GET"),
    BALANCER(
            "elasticloadbalancing",
            "elasticloadbalancing",
            "whether the load balancer faces the internet and requires a sign-in",
            "elasticloadbalancing:DescribeTargetGroups, DescribeLoadBalancers and DescribeRules"),
    DISTRIBUTION(
            "cloudfront",
            "cloudfront",
            "whether the distribution authenticates its viewers",
            "cloudfront:GetDistributionConfig"),
    EDGE(
            "edgelambda",
            "",
            "which distributions use it, and how they authenticate their viewers",
            "cloudfront:ListDistributions"),
    SERVICE_NETWORK(
            "vpc-lattice",
            "vpc-lattice",
            "which callers the service network admits",
            "vpc-lattice:GetAuthPolicy of the service and its network"),
    SIGN_IN(
            "cognito-idp",
            "cognito-idp",
            "whether anyone can sign up in the user pool",
            "cognito-idp:DescribeUserPool, AllowAdminCreateUserOnly"),
    MAIL("ses", "ses", "from whom the receipt rule accepts mail", "ses:DescribeReceiptRuleSet"),
    SKILL("alexa-appkit.amazon.com", "", "who may use the skill", "the developer console of Alexa"),
    TRANSFER("transfer", "transfer", "who can reach the server to log in", "transfer:DescribeServer"),
    CALLS("connect", "connect", "who can call or chat", "connect:ListPhoneNumbersV2 and ListContactFlows");

    private final String service;
    private final String arnService;
    private final String missing;
    private final String look;

    /** A service that works only for its own account. */
    KnownService(String service, String arnService) {
        this(service, arnService, "", "");
    }

    /**
     * A service that may forward strangers' requests.
     *
     * @param missing the missing fact
     * @param look    where a person can look up the missing fact
     */
    KnownService(String service, String arnService, String missing, String look) {
        this.service = service;
        this.arnService = arnService;
        this.missing = missing;
        this.look = look;
    }

    /** Finds a service by its principal name, like {@code s3.amazonaws.com}. */
    public static Optional<KnownService> ofPrincipal(String principal) {
        String name = shortName(principal);
        return Arrays.stream(values()).filter(s -> s.service.equals(name)).findAny();
    }

    /** Finds a service by the ARN of the resource for which it acts. */
    public static Optional<KnownService> ofArn(String arn) {
        String name = Arn.service(arn);
        return Arrays.stream(values())
                .filter(s -> !name.isEmpty() && s.arnService.equals(name))
                .findAny();
    }

    /** Returns the service's principal name. */
    public String principal() {
        return service.endsWith(".com") ? service : service + ".amazonaws.com";
    }

    /** Returns whether the service starts a function only for callers that its account has authorised. */
    public boolean ofAccountAlone() {
        return missing.isEmpty();
    }

    /** Returns the missing fact, and where a person can look it up. */
    public String missing() {
        return "exposure does not read " + missing + " (look at " + look + ")";
    }

    /**
     * Returns the short name of a service: {@code s3} for {@code s3.amazonaws.com}, {@code logs} for {@code
     * logs.eu-west-1.amazonaws.com}. Other names are unchanged.
     */
    public static String shortName(String principal) {
        String name = principal.replaceFirst("\\.amazonaws\\.(com|com\\.cn|eu)$", "");
        return name.equals(principal) ? name : name.replaceFirst("\\.[a-z]{2,}(-[a-z]+)+-\\d+$", "");
    }

    /** Returns the only service whose requests can have this value of the key. */
    static Optional<KnownService> named(ConditionKey key, String value, Operator operator) {
        return switch (key) {
            case SERVICE_NAME -> ofPrincipal(value);
            // a wildcard also matches colons, except under ARN operators
            case SOURCE_ARN ->
                ofArn(value)
                        .filter(s ->
                                operator.family() == Operator.Family.ARN || !Wildcard.isWild(value.split(":", 3)[1]));
            default -> Optional.empty();
        };
    }
}
