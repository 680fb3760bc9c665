package dev.breakwater.exposure.entry;

import dev.breakwater.exposure.iam.Arn;
import dev.breakwater.exposure.iam.ConditionKey;
import dev.breakwater.exposure.iam.Principals;
import dev.breakwater.exposure.iam.Statement;
import dev.breakwater.exposure.iam.Statement.Condition;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Services that carry the requests of people outside to a function. Whom they let in, no policy of the function says. */
enum FrontingService {
    API("apigateway", "execute-api", "what the API asks its callers for", "apigateway:GET"),
    BALANCER(
            "elasticloadbalancing",
            "elasticloadbalancing",
            "whether the load balancer faces the internet, and whether it asks for a sign-in",
            "elasticloadbalancing:DescribeTargetGroups, DescribeLoadBalancers and DescribeRules"),
    DISTRIBUTION(
            "cloudfront",
            "cloudfront",
            "whether the distribution asks its viewers for anything",
            "cloudfront:GetDistributionConfig"),
    EDGE(
            "edgelambda",
            "",
            "which distributions it is attached to, and what they ask their viewers for",
            "cloudfront:ListDistributions"),
    SERVICE_NETWORK(
            "vpc-lattice",
            "vpc-lattice",
            "whom the service network lets in",
            "vpc-lattice:GetAuthPolicy of the service and its network"),
    SIGN_IN(
            "cognito-idp",
            "cognito-idp",
            "whether anyone can sign up in the user pool",
            "cognito-idp:DescribeUserPool, AllowAdminCreateUserOnly"),
    MAIL("ses", "ses", "whose mail the receipt rule takes", "ses:DescribeReceiptRuleSet"),
    SKILL("alexa-appkit.amazon.com", "", "who may use the skill", "the developer console of Alexa");

    private final String service;
    private final String arnService;
    private final String missing;
    private final String look;

    FrontingService(String service, String arnService, String missing, String look) {
        this.service = service;
        this.arnService = arnService;
        this.missing = missing;
        this.look = look;
    }

    String service() {
        return service;
    }

    /** What would have to be known and is not, and where a person sees it. */
    String missing() {
        return missing + " is not read (look at " + look + ")";
    }

    /** Those that a statement lets in, by its principals or by its conditions. */
    static Set<FrontingService> of(Statement s) {
        Set<FrontingService> found = EnumSet.noneOf(FrontingService.class);
        List<String> services = new ArrayList<>();
        if (s.principals().whom() != Principals.Whom.ALL_BUT)
            services.addAll(s.principals().services());
        for (Condition c : s.conditions()) {
            ConditionKey key = ConditionKey.of(c.key());
            if (key == ConditionKey.SERVICE_NAME) services.addAll(c.values());
            boolean arn = key == ConditionKey.SOURCE_ARN && s.principals().everyone();
            for (FrontingService fronting : values()) {
                if (arn && c.values().stream().map(Arn::service).anyMatch(fronting::isArnOf)) found.add(fronting);
            }
        }
        for (FrontingService fronting : values()) if (services.stream().anyMatch(fronting::is)) found.add(fronting);
        return found;
    }

    private boolean is(String principal) {
        return principal.equals(service) || shortName(principal).equals(service);
    }

    private boolean isArnOf(String arnService) {
        return !arnService.isEmpty() && arnService.equals(this.arnService);
    }

    /** {@code s3} of {@code s3.amazonaws.com}; other names as they are. */
    static String shortName(String principal) {
        return principal.replaceFirst("\\.amazonaws\\.[a-z.]+$", "");
    }
}
